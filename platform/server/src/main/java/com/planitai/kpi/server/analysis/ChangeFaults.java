package com.planitai.kpi.server.analysis;

import com.planitai.kpi.engine.expression.NearestName;
import com.planitai.kpi.engine.model.KpiCode;
import com.planitai.kpi.engine.simulation.ChangeFault;
import com.planitai.kpi.engine.time.Grain;
import com.planitai.kpi.server.http.Fault;
import com.planitai.kpi.server.http.Place;
import com.planitai.kpi.server.kpi.DimensionRecord;
import com.planitai.kpi.server.snapshot.TenantSnapshot;
import java.util.List;
import java.util.Map;

/** The engine's faults of changes, as those of a request: at their place, with the names that were meant. */
final class ChangeFaults {
    private final TenantSnapshot snapshot;
    private final Grain asked;

    /** @param asked the grain of the simulation */
    ChangeFaults(TenantSnapshot snapshot, Grain asked) {
        this.snapshot = snapshot;
        this.asked = asked;
    }

    /** @param place of the change in the request, such as {@code /changes/0} */
    Fault fault(String place, ChangeFault fault) {
        Map<String, String> arguments = fault.arguments();
        String code = argument(fault, "code");
        return switch (fault.code()) {
            case TOO_MANY_CHANGES ->
                Fault.at("/changes", "TOO_MANY_ITEMS", Map.of("name", "changes", "expected", argument(fault, "limit")));
            case UNKNOWN_SCENARIO ->
                Names.unknown(
                        "/scenario",
                        "UNKNOWN_SCENARIO",
                        argument(fault, "scenario"),
                        snapshot.definitions().scenarios().keySet());
            case UNKNOWN_KPI ->
                Names.unknown(
                        place + "/kpi",
                        "UNKNOWN_KPI",
                        code,
                        snapshot.graph().codes().stream().map(KpiCode::value).toList());
            case UNKNOWN_MEMBER -> unknownMember(place, fault);
            case DIMENSION_NOT_CARRIED ->
                Fault.at(
                        place + "/members",
                        "DIMENSION_NOT_CARRIED",
                        Map.of("kpi", code, "dimension", argument(fault, "dimension")));
            case VALUE_NOT_FINITE -> Fault.at(place + "/value", "VALUE_NOT_FINITE");
            case PERIODS_OUT_OF_ORDER, TOO_MANY_PERIODS ->
                Fault.at(place + "/periods", fault.code().name(), arguments);
            case FINER_THAN_GRAIN ->
                Fault.at(
                        place + "/kpi",
                        "FINER_THAN_GRAIN",
                        Map.of("kpi", code, "grain", argument(fault, "grain"), "requested", asked.name()));
            case NOTHING_TO_SCALE -> Fault.at(place, "NOTHING_TO_SCALE", arguments);
        };
    }

    private Fault unknownMember(String place, ChangeFault fault) {
        String dimension = argument(fault, "dimension");
        String member = argument(fault, "member");
        DimensionRecord known = snapshot.definitions().dimensions().get(dimension);
        List<String> members = known == null
                ? List.of()
                : known.members().stream().map(DimensionRecord.Member::code).toList();
        return new Fault(
                "UNKNOWN_MEMBER",
                Map.of("dimension", dimension, "code", member),
                new Place.Pointer(place + "/members/" + dimension),
                NearestName.among(members, member).orElse(null));
    }

    private static String argument(ChangeFault fault, String name) {
        return fault.arguments().getOrDefault(name, "");
    }
}
