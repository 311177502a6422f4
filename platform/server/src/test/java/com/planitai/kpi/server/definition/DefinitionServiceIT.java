package com.planitai.kpi.server.definition;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.planitai.kpi.server.http.Fault;
import com.planitai.kpi.server.http.Json;
import com.planitai.kpi.server.http.Place;
import com.planitai.kpi.server.kpi.DefinitionChange;
import com.planitai.kpi.server.kpi.DefinitionChange.Action;
import com.planitai.kpi.server.kpi.KpiFeature;
import com.planitai.kpi.server.snapshot.SnapshotFeature;
import com.planitai.kpi.server.tree.TreeFeature;
import com.planitai.kpi.tenancy.TenantDatabase;
import com.planitai.kpi.tenancy.TenantId;
import com.planitai.kpi.tenancy.testing.PostgresExtension;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class DefinitionServiceIT {
    @RegisterExtension
    static final PostgresExtension POSTGRES = new PostgresExtension();

    private static final UUID ACTOR = new UUID(0, 1);
    private static final Clock CLOCK = Clock.fixed(Instant.parse("2026-11-23T00:00:00Z"), ZoneOffset.UTC);
    private static final long CACHE_BYTES = 1_000_000;
    private static final int RANDOM_DEFINITIONS = 10;
    private static final String SHOP = """
            {"dimensions":[{"code":"region","name":"Region","members":[{"code":"kr","name":"Korea"},{"code":"jp","name":"no"}]}],
             "kpis":[
              {"code":"revenue","name":"Revenue","unit":{"type":"CURRENCY","currency":"KRW"},"decimals":0,"grain":"MONTH",
               "rollup":"SUM","direction":{"type":"UP"},"thresholds":{"amber":1,"red":0.85},"formula":"orders * price",
               "effectiveFrom":"2025-04","earlierFormulas":[{"formula":"orders * price / 2"},{"formula":"orders * price * 1","effectiveFrom":"2024-04"}],
               "tags":["money"],"proration":"WORKING_DAYS"},
              {"code":"orders","name":"注文: 1_000","description":"Line one\\nline two ","unit":{"type":"COUNT","label":"件"},"grain":"MONTH",
               "missing":{"policy":"CARRY_FORWARD","limit":2},"dimensions":["region"]},
              {"code":"price","name":"2026-10","unit":{"type":"CURRENCY","currency":"KRW"},"grain":"MONTH","rollup":"AVERAGE",
               "direction":{"type":"RANGE","lower":1e2,"upper":250.5}},
              {"code":"answer_time","name":"yes","unit":{"type":"DURATION"},"grain":"DAY"}],
             "trees":[{"slug":"growth","name":"Growth","root":"revenue","layout":{"zoom":1.50,"far":1e20,"a":[1,2]},
               "influences":[{"from":"orders","to":"answer_time","note":"~"}]}],
             "scenarios":[{"code":"stretch","name":"Stretch"}]}
            """;

    private TenantDatabase database;
    private DefinitionService service;
    private TenantId tenant;

    @BeforeEach
    void startWithAnEmptyTenant() {
        database = POSTGRES.tenancy().database();
        KpiFeature kpis = KpiFeature.create(database, CLOCK, UUID::randomUUID);
        SnapshotFeature snapshots = SnapshotFeature.create(
                database, POSTGRES.tenancy().versions(), kpis, TreeFeature.source(), CACHE_BYTES, CLOCK);
        TreeFeature trees = TreeFeature.create(database, kpis, snapshots, CLOCK);
        service = new DefinitionService(database, kpis, trees, CLOCK);
        tenant = newTenant();
    }

    @Test
    void exportsTheSameBytesAfterApplyingWhatItExported() {
        apply(SHOP);
        String first = service.export(tenant).toPrettyString();

        Applied again = apply(first);

        assertThat(again.changes()).isNotEmpty().allMatch(DefinitionChange::changesNothing);
        assertThat(service.export(tenant).toPrettyString()).isEqualTo(first);
    }

    @Test
    void keepsEarlierFormulasThatADocumentDoesNotName() {
        apply(SHOP);
        String shorter = SHOP.replaceFirst("\"earlierFormulas\":\\[[^]]*],", "");
        assertThat(shorter).hasSizeLessThan(SHOP.length());

        assertThat(apply(shorter).changes()).allMatch(DefinitionChange::changesNothing);
    }

    @Test
    void readsItsOwnYamlAsTheSameDocument() throws IOException {
        apply(SHOP);
        JsonNode document = service.export(tenant);

        String yaml = new String(DefinitionYaml.bytes(document), StandardCharsets.UTF_8);

        assertThat(Json.YAML.readTree(yaml)).isEqualTo(Json.read(document.toString(), JsonNode.class));
        assertThat(apply(Json.YAML.readTree(yaml)).changes()).allMatch(DefinitionChange::changesNothing);
    }

    @Test
    void exportsTheSameBytesFromAnyTenantThatTookThem() throws IOException {
        for (long seed = 0; seed < RANDOM_DEFINITIONS; seed++) {
            TenantId first = newTenant();
            assertThat(apply(first, RandomDefinition.of(seed)).problems())
                    .as("seed " + seed)
                    .isEmpty();
            String json = service.export(first).toPrettyString();
            byte[] yaml = DefinitionYaml.bytes(service.export(first));
            for (JsonNode document : List.of(json(json), Json.YAML.readTree(yaml))) {
                TenantId other = newTenant();
                assertThat(apply(other, document).problems()).as("seed " + seed).isEmpty();
                assertThat(service.export(other).toPrettyString()).isEqualTo(json);
                assertThat(DefinitionYaml.bytes(service.export(other))).isEqualTo(yaml);
                assertThat(apply(first, document).changes()).allMatch(DefinitionChange::changesNothing);
            }
        }
    }

    @Test
    void raisesNoVersionWhenNothingChanges() {
        apply(SHOP);
        long before = version();

        Applied again = apply(SHOP);

        assertThat(again.changes()).allMatch(DefinitionChange::changesNothing);
        assertThat(again.tenantVersion()).isEmpty();
        assertThat(version()).isEqualTo(before);
    }

    @Test
    void writesNothingInADryRun() {
        Applied dry = service.apply(tenant, ACTOR, json(SHOP), ApplyOptions.upsert(true));

        assertThat(dry.changes()).extracting(DefinitionChange::action).containsOnly(Action.CREATE);
        assertThat(service.export(tenant).path("kpis")).isEmpty();
    }

    @Test
    void namesEveryProblemWithItsPlaceAndWritesNothing() {
        Applied applied = apply("""
                {"kpis":[
                  {"code":"a","name":"A","unit":{"type":"COUNT"},"grain":"MONTH","formula":"b +"},
                  {"code":"b","name":"B","unit":{"type":"CURRENCY"},"grain":"MONTH"},
                  {"code":"c","name":"C","unit":{"type":"COUNT"},"grain":"MONTH","formula":"nothing_like_it"},
                  {"code":"c","name":"C","unit":{"type":"COUNT"},"grain":"MONTH"}],
                 "trees":[{"slug":"tree","name":"Tree","root":"missing_root"}]}
                """);

        assertThat(applied.problems())
                .extracting(Fault::code)
                .contains("DUPLICATE_CODE", "CURRENCY_MISSING", "UNEXPECTED_END", "UNKNOWN_KPI");
        assertThat(applied.problems())
                .extracting(Fault::place)
                .contains(new Place.Pointer("/trees/0/root"), new Place.Pointer("/kpis/1/unit/currency"));
        assertThat(service.export(tenant).path("kpis")).isEmpty();
    }

    @Test
    void prunesWhatAPartOfTheDocumentDoesNotName() {
        apply(SHOP);

        Applied pruned = service.apply(
                tenant,
                ACTOR,
                json("{\"kpis\":[],\"trees\":[],\"scenarios\":[]}"),
                new ApplyOptions(false, true, Set.of()));

        assertThat(pruned.problems()).isEmpty();
        JsonNode left = service.export(tenant);
        assertThat(left.path("kpis")).isEmpty();
        assertThat(left.path("trees")).isEmpty();
        assertThat(left.path("dimensions")).hasSize(1);
        assertThat(left.path("scenarios")).hasSize(3);
    }

    @Test
    void refusesToPruneWhatATreeNeeds() {
        apply(SHOP);

        Applied pruned = service.apply(tenant, ACTOR, json("{\"kpis\":[]}"), new ApplyOptions(false, true, Set.of()));

        assertThat(pruned.problems()).extracting(Fault::code).contains("NEEDED_BY_TREE");
        assertThat(service.export(tenant).path("kpis")).hasSize(4);
    }

    @Test
    void refusesAnInfluenceThatClosesACircle() {
        apply(SHOP);

        Applied applied = apply("""
                {"trees":[{"slug":"round","name":"Round","root":"revenue","influences":[{"from":"orders","to":"revenue"}]}]}
                """);

        assertThat(applied.problems()).extracting(Fault::code).containsExactly("INFLUENCE_CYCLE");
    }

    private Applied apply(String document) {
        return apply(json(document));
    }

    private Applied apply(JsonNode document) {
        return apply(tenant, document);
    }

    private Applied apply(TenantId to, JsonNode document) {
        return service.apply(to, ACTOR, document, ApplyOptions.upsert(false));
    }

    private static TenantId newTenant() {
        return POSTGRES.newTenant("def-" + UUID.randomUUID().toString().substring(0, 8))
                .id();
    }

    private long version() {
        return database.reading(
                tenant,
                tx -> tx.createQuery("SELECT data_version FROM settings WHERE id")
                        .mapTo(Long.class)
                        .one());
    }

    private static JsonNode json(String text) {
        return Json.read(text, JsonNode.class);
    }
}
