package com.planitai.kpi.server.analysis;

import com.planitai.kpi.server.http.Access;
import com.planitai.kpi.server.http.Answer;
import com.planitai.kpi.server.http.Call;
import com.planitai.kpi.server.http.Route;
import com.planitai.kpi.server.snapshot.SnapshotFeature;
import com.planitai.kpi.server.snapshot.TenantSnapshot;
import java.util.List;

/** What if, and by what: computed on the tenant's snapshot and kept nowhere, so that whoever may read may ask. */
final class SimulationRoutes {
    private final SnapshotFeature snapshots;
    private final Simulations simulations;
    private final GoalSeeks goalSeeks;

    SimulationRoutes(SnapshotFeature snapshots, Simulations simulations, GoalSeeks goalSeeks) {
        this.snapshots = snapshots;
        this.simulations = simulations;
        this.goalSeeks = goalSeeks;
    }

    List<Route> routes() {
        return List.of(
                Route.post("/api/v1/simulations", Access.VIEWER, this::simulate),
                Route.post("/api/v1/goal-seeks", Access.VIEWER, this::seek));
    }

    private Answer simulate(Call call) {
        SimulationInput input = call.json("SimulationInput", SimulationInput.class);
        TenantSnapshot snapshot = snapshots.asFreshAsAsked(call);
        return Answer.ok(simulations.simulate(snapshot, input)).withTenantVersion(snapshot.version());
    }

    private Answer seek(Call call) {
        GoalSeekInput input = call.json("GoalSeekInput", GoalSeekInput.class);
        TenantSnapshot snapshot = snapshots.asFreshAsAsked(call);
        return Answer.ok(goalSeeks.seek(snapshot, input, call.language())).withTenantVersion(snapshot.version());
    }
}
