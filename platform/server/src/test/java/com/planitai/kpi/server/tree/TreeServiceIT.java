package com.planitai.kpi.server.tree;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import com.planitai.kpi.engine.evaluation.TreeResult;
import com.planitai.kpi.engine.time.Period;
import com.planitai.kpi.server.http.Json;
import com.planitai.kpi.server.kpi.DefinitionDraft;
import com.planitai.kpi.server.kpi.KpiDocument;
import com.planitai.kpi.server.kpi.KpiFeature;
import com.planitai.kpi.server.snapshot.SnapshotFeature;
import com.planitai.kpi.server.snapshot.SnapshotTree;
import com.planitai.kpi.server.snapshot.TenantSnapshot;
import com.planitai.kpi.server.tree.TreeService.Saving;
import com.planitai.kpi.tenancy.TenantDatabase;
import com.planitai.kpi.tenancy.TenantId;
import com.planitai.kpi.tenancy.testing.PostgresExtension;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class TreeServiceIT {
    @RegisterExtension
    static final PostgresExtension POSTGRES = new PostgresExtension();

    private static final UUID ACTOR = new UUID(0, 1);
    private static final Clock CLOCK = Clock.fixed(Instant.parse("2026-11-23T00:00:00Z"), ZoneOffset.UTC);
    private static final long CACHE_BYTES = 1_000_000;

    private TenantDatabase database;
    private KpiFeature kpis;
    private TreeService service;
    private TenantId tenant;

    @BeforeEach
    void startWithOneFormula() {
        database = POSTGRES.tenancy().database();
        kpis = KpiFeature.create(database, CLOCK, UUID::randomUUID);
        service = new TreeService(database, kpis, new TreeRepository(), CLOCK);
        tenant = POSTGRES.newTenant("tree-" + UUID.randomUUID().toString().substring(0, 8))
                .id();
        database.inTransaction(tenant, tx -> {
            DefinitionDraft draft = kpis.draft(tx);
            for (String kpi : List.of(
                    "{'code':'orders','name':'Orders','unit':{'type':'COUNT'},'grain':'YEAR'}",
                    "{'code':'twice','name':'Twice','unit':{'type':'COUNT'},'grain':'YEAR','formula':'orders * 2'}")) {
                KpiDocument.read(json(kpi), "", new ArrayList<>()).ifPresent(read -> draft.put(read, ""));
            }
            return draft.write(ACTOR, version -> {});
        });
    }

    @Test
    void evaluatesWhatWasObserved() {
        create("{'slug':'growth','name':'Growth','root':'twice'}");
        database.inTransaction(tenant, tx -> tx.createUpdate("""
                        INSERT INTO observation (kpi_id, scenario, period, value, version, batch)
                        SELECT id, 'actual', 2017, 21, 1, '00000000-0000-0000-0000-000000000001'
                        FROM kpi
                        WHERE code = 'orders'
                        """).execute());
        TenantSnapshot snapshot = snapshot();
        SnapshotTree tree = snapshot.tree("growth").orElseThrow();
        EvaluationQuery query = new EvaluationQuery(
                Period.parse("2017").orElseThrow(), "actual", List.of("plan", "previous"), List.of());

        assertThat(query.unknown(snapshot)).isEmpty();
        assertThat(snapshot.evaluation(CLOCK.instant()).tree(query.of(tree)))
                .isInstanceOfSatisfying(TreeResult.Tree.class, values -> {
                    assertThat(values.nodes().getFirst().cell().value()).isEqualTo(42);
                    assertThat(values.nodes().getFirst().comparisons()).containsOnlyKeys("plan", "previous");
                });
    }

    @Test
    void namesTheScenarioThatIsUnknown() {
        TenantSnapshot snapshot = snapshot();
        EvaluationQuery query =
                new EvaluationQuery(Period.parse("2017").orElseThrow(), "actual", List.of("plam"), List.of());

        assertThat(query.unknown(snapshot)).singleElement().satisfies(fault -> {
            assertThat(fault.code()).isEqualTo("UNKNOWN_SCENARIO");
            assertThat(fault.suggestion()).isEqualTo("plan");
        });
    }

    @Test
    void evaluatesTheFirstPeriodThereIsWithoutAnEarlierOne() {
        create("{'slug':'growth','name':'Growth','root':'twice'}");
        TenantSnapshot snapshot = snapshot();
        SnapshotTree tree = snapshot.tree("growth").orElseThrow();
        EvaluationQuery query = new EvaluationQuery(
                Period.parse("0001").orElseThrow(), "actual", List.of("previous", "same_period_last_year"), List.of());

        assertThat(snapshot.evaluation(CLOCK.instant()).tree(query.of(tree))).isInstanceOf(TreeResult.Tree.class);
    }

    @Test
    void changesInfluencesAndRefusesAStaleRevision() {
        create("{'slug':'growth','name':'Growth','root':'orders'}");

        assertThat(service.patch(tenant, ACTOR, "growth", "\"1\"", json("{'name':'Growth 2'}")))
                .isInstanceOf(Saving.Saved.class);
        assertThat(service.patch(tenant, ACTOR, "growth", "\"1\"", json("{'name':'Growth 3'}")))
                .isInstanceOf(Saving.Stale.class);
        assertThat(service.patch(tenant, ACTOR, "growth", null, json("{'root':'nothing_here'}")))
                .isInstanceOf(Saving.Refused.class);
        assertThat(service.delete(tenant, ACTOR, "growth", null)).isInstanceOf(TreeService.Deleting.Deleted.class);
        assertThat(service.find(tenant, "growth")).isEmpty();
    }

    private TenantSnapshot snapshot() {
        return SnapshotFeature.create(
                        database, POSTGRES.tenancy().versions(), kpis, TreeFeature.source(), CACHE_BYTES, CLOCK)
                .current(tenant);
    }

    private void create(String document) {
        TreeDeclaration tree =
                TreeDocument.read(json(document), "", new ArrayList<>()).orElseThrow();
        assertThat(service.create(tenant, ACTOR, tree)).isInstanceOf(Saving.Saved.class);
    }

    private static ObjectNode json(String singleQuoted) {
        return Json.read(singleQuoted.replace('\'', '"'), ObjectNode.class);
    }
}
