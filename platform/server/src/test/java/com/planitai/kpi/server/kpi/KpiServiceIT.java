package com.planitai.kpi.server.kpi;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import com.planitai.kpi.engine.model.KpiCode;
import com.planitai.kpi.server.http.Fault;
import com.planitai.kpi.server.http.Json;
import com.planitai.kpi.server.http.Place;
import com.planitai.kpi.server.kpi.DimensionService.Adding;
import com.planitai.kpi.server.kpi.KpiService.Deleting;
import com.planitai.kpi.server.kpi.KpiService.Saving;
import com.planitai.kpi.tenancy.Tenant;
import com.planitai.kpi.tenancy.TenantId;
import com.planitai.kpi.tenancy.testing.PostgresExtension;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class KpiServiceIT {
    @RegisterExtension
    static final PostgresExtension POSTGRES = new PostgresExtension();

    private static final UUID ACTOR = new UUID(0, 1);
    private static final Clock CLOCK = Clock.fixed(Instant.parse("2026-11-23T00:00:00Z"), ZoneOffset.UTC);

    private KpiService service;
    private DimensionService dimensions;
    private TenantId tenant;

    @BeforeEach
    void startWithAnEmptyTenant() {
        DefinitionStore store = DefinitionStore.create(CLOCK, UUID::randomUUID);
        service = new KpiService(POSTGRES.tenancy().database(), store);
        dimensions = new DimensionService(POSTGRES.tenancy().database(), store);
        tenant = newTenant().id();
    }

    @Test
    void answersWhatWasSavedWithTheValuesInForce() {
        save("{'code':'orders','name':'Orders','unit':{'type':'COUNT','label':'件'},'grain':'DAY'}");

        KpiWire.View view = service.find(tenant, new KpiCode("orders")).orElseThrow();

        assertThat(KpiWire.kpi(view, Locale.ENGLISH).toString()).isEqualTo(json("""
                {'code':'orders','name':'Orders','description':null,'unit':{'type':'COUNT','label':'件'},\
                'decimals':null,'grain':'DAY','rollup':'SUM','memberRollup':'SUM','missing':{'policy':'NULL'},\
                'direction':{'type':'UP'},'thresholds':{'amber':1.0,'red':0.9},'proration':'CALENDAR_DAYS',\
                'dimensions':[],'formula':null,'effectiveFrom':null,'earlierFormulas':[],'owner':null,'tags':[],'references':[],'version':1,'updatedAt':'2026-11-23T00:00:00Z','warnings':[]}"""));
    }

    @Test
    void refusesACycleWithItsPathAndPlace() {
        save(input("orders"));
        save(formula("revenue", "orders * 2"));

        Saving saving = patch("orders", "{'formula':'1 + revenue'}");

        Fault fault = refused(saving).getFirst();
        assertThat(fault.code()).isEqualTo("CYCLE");
        assertThat(fault.arguments()).containsEntry("path", "orders → revenue → orders");
        assertThat(fault.place()).isEqualTo(new Place.Position("/formula", 1, 5));
    }

    @Test
    void refusesAnUnknownCodeWithTheNearestOne() {
        save(input("orders"));

        Fault fault = refused(create(formula("revenue", "order * 2"))).getFirst();

        assertThat(fault.code()).isEqualTo("UNKNOWN_KPI");
        assertThat(fault.suggestion()).isEqualTo("orders");
    }

    @Test
    void refusesAUnitThatWouldBreakAnotherFormula() {
        save(input("orders"));
        save(input("returns"));
        save(formula("net", "orders - returns"));

        List<Fault> faults = refused(patch("orders", "{'unit':{'type':'CURRENCY','currency':'KRW'}}"));

        assertThat(faults).extracting(Fault::code).contains("BREAKS_FORMULA", "UNIT_CLASH");
    }

    @Test
    void letsNoCycleSlipBetweenTwoSavesAtOnce() throws Exception {
        save(input("left"));
        save(input("right"));
        CountDownLatch start = new CountDownLatch(1);
        var first = CompletableFuture.supplyAsync(() -> after(start, "left", "{'formula':'right'}"));
        var second = CompletableFuture.supplyAsync(() -> after(start, "right", "{'formula':'left'}"));
        start.countDown();

        assertThat(List.of(first.get(), second.get()))
                .hasAtLeastOneElementOfType(Saving.Saved.class)
                .hasAtLeastOneElementOfType(Saving.Refused.class);
    }

    @Test
    void refusesAStaleRevision() {
        save(input("orders"));
        patch("orders", "{'name':'Orders placed'}");

        Saving saving = service.patch(
                tenant, ACTOR, new KpiCode("orders"), "\"1\"", object("{'name':'Mine'}"), merged -> List.of());

        assertThat(saving).isInstanceOf(Saving.Stale.class);
    }

    @Test
    void writesNothingWhenNothingChanges() {
        save(input("orders"));

        assertThat(patch("orders", "{'name':'orders'}")).isInstanceOf(Saving.Unchanged.class);
        assertThat(service.versions(tenant, new KpiCode("orders"), Long.MAX_VALUE, 10)
                        .orElseThrow())
                .hasSize(1);
    }

    @Test
    void keepsWhatHeldBeforeTheDateOfANewFormula() {
        save(input("orders"));
        save(input("returns"));
        save(formula("net", "orders"));
        patch("net", "{'formula':'orders - returns','effectiveFrom':'2025-03'}");
        patch("net", "{'formula':'orders - 2 * returns','effectiveFrom':'2025-06'}");

        assertThat(declared("net").toString())
                .contains(json("'formula':'orders - 2 * returns','effectiveFrom':'2025-06','earlierFormulas':["
                        + "{'formula':'orders'},{'formula':'orders - returns','effectiveFrom':'2025-03'}]"));
        assertThat(versions("net"))
                .extracting(version -> version.definition().effectiveFrom())
                .extracting(period -> period == null ? "" : period.toString())
                .containsExactly("2025-06", "2025-03", "");
    }

    @Test
    void replacesWhatWouldHaveHeldLater() {
        save(input("orders"));
        save(formula("net", "orders"));
        patch("net", "{'formula':'orders * 2','effectiveFrom':'2025-06'}");
        patch("net", "{'formula':'orders * 3','effectiveFrom':'2025-03'}");

        assertThat(declared("net").toString())
                .contains(json("'effectiveFrom':'2025-03','earlierFormulas':[{'formula':'orders'}]"));
    }

    @Test
    void restatesThePastByAFormulaWithoutADate() {
        save(input("orders"));
        save(formula("net", "orders"));
        patch("net", "{'formula':'orders * 2','effectiveFrom':'2025-06'}");

        assertThat(patch("net", "{'formula':'orders * 2','name':'Net'}")).isInstanceOf(Saving.Saved.class);
        assertThat(declared("net").has("effectiveFrom")).isTrue();
        patch("net", "{'formula':'orders * 3'}");
        assertThat(declared("net").has("effectiveFrom")).isFalse();
        assertThat(declared("net").has("earlierFormulas")).isFalse();
    }

    @Test
    void movesTheDateOfTheFormulaOrTakesItAway() {
        save(input("orders"));
        save(formula("net", "orders"));
        patch("net", "{'formula':'orders * 2','effectiveFrom':'2025-06'}");

        patch("net", "{'effectiveFrom':'2025-05'}");
        assertThat(declared("net").toString())
                .contains(json("'effectiveFrom':'2025-05','earlierFormulas':[{'formula':'orders'}]"));
        patch("net", "{'effectiveFrom':null}");
        assertThat(declared("net").toString()).contains(json("'formula':'orders * 2'"));
        assertThat(declared("net").has("earlierFormulas")).isFalse();
    }

    @Test
    void refusesADateThatFitsNoFormula() {
        save(input("orders"));
        save(formula("net", "orders"));

        assertThat(codes(patch("orders", "{'effectiveFrom':'2025-06'}")))
                .containsExactly("EFFECTIVE_FROM_WITHOUT_FORMULA");
        assertThat(codes(patch("net", "{'formula':'orders * 2','effectiveFrom':'2025-06-01'}")))
                .containsExactly("PERIOD_NOT_OF_REQUESTED_GRAIN");
        assertThat(codes(patch("net", "{'formula':'orders * 2','effectiveFrom':'June'}")))
                .containsExactly("PERIOD_NOT_READABLE");
        assertThat(
                        codes(
                                create(
                                        "{'code':'late','name':'Late','unit':{'type':'COUNT'},'grain':'MONTH','formula':'orders','effectiveFrom':'2025-06'}")))
                .containsExactly("EARLIER_FORMULA_MISSING");
        assertThat(codes(patch("net", "{'earlierFormulas':[{'formula':'orders'}]}")))
                .containsExactly("EFFECTIVE_FROM_MISSING");
        assertThat(codes(patch(
                        "net",
                        "{'effectiveFrom':'2025-06','earlierFormulas':[{'formula':'1','effectiveFrom':'2024-01'},"
                                + "{'formula':'2'},{'formula':'3','effectiveFrom':'2025-06'}]}")))
                .containsExactly("FIRST_FORMULA_DATED", "FORMULA_UNDATED", "FORMULAS_NOT_BY_DATE");
    }

    @Test
    void checksEarlierFormulasAtTheirPlace() {
        save(input("orders"));
        save(formula("net", "orders"));

        Fault fault = refused(patch("net", "{'effectiveFrom':'2025-06','earlierFormulas':[{'formula':'1 + net'}]}"))
                .getFirst();

        assertThat(fault.code()).isEqualTo("CYCLE");
        assertThat(fault.place()).isEqualTo(new Place.Position("/earlierFormulas/0/formula", 1, 5));
        assertThat(codes(patch("net", "{'effectiveFrom':'2025-06','earlierFormulas':[{'formula':'order'}]}")))
                .containsExactly("UNKNOWN_KPI");
    }

    @Test
    void keepsWhatAnEarlierFormulaUses() {
        save(input("orders"));
        save(input("returns"));
        save(formula("net", "orders"));
        patch("net", "{'formula':'returns','effectiveFrom':'2025-06'}");

        assertThat(service.delete(tenant, ACTOR, new KpiCode("orders"), null, null))
                .isEqualTo(new Deleting.InUse(List.of(new KpiCode("net")), List.of()));
    }

    @Test
    void refusesToDeleteWhatAFormulaUses() {
        save(input("orders"));
        save(formula("revenue", "orders * 2"));

        assertThat(service.delete(tenant, ACTOR, new KpiCode("orders"), null, null))
                .isEqualTo(new Deleting.InUse(List.of(new KpiCode("revenue")), List.of()));
        assertThat(service.delete(tenant, ACTOR, new KpiCode("revenue"), null, null))
                .isInstanceOf(Deleting.Deleted.class);
        assertThat(service.delete(tenant, ACTOR, new KpiCode("orders"), null, null))
                .isInstanceOf(Deleting.Deleted.class);
    }

    @Test
    void deletesObservationsOnlyWhenConfirmedAndKeepsTheirHistory() {
        save(input("orders"));
        observe("orders");
        KpiCode code = new KpiCode("orders");

        assertThat(service.delete(tenant, ACTOR, code, null, null)).isInstanceOf(Deleting.HasObservations.class);
        assertThat(refused(patch("orders", "{'grain':'DAY'}")).getFirst().code())
                .isEqualTo("FIXED_BY_OBSERVATIONS");
        assertThat(service.delete(tenant, ACTOR, code, null, "orders")).isInstanceOf(Deleting.Deleted.class);
        assertThat(count("SELECT count(*) FROM observation_history WHERE value IS NULL"))
                .isEqualTo(1);
        assertThat(count("SELECT count(*) FROM audit_event WHERE action = 'kpi.delete'"))
                .isEqualTo(1);
    }

    @Test
    void refusesADimensionThatIsNotThere() {
        dimensions.add(tenant, ACTOR, new DimensionRecord("region", "Region", List.of()));

        Fault fault = refused(
                        create(
                                "{'code':'orders','name':'Orders','unit':{'type':'COUNT'},'grain':'DAY','dimensions':['regoin']}"))
                .getFirst();

        assertThat(fault.code()).isEqualTo("UNKNOWN_DIMENSION");
        assertThat(fault.place()).isEqualTo(new Place.Pointer("/dimensions/0"));
        assertThat(fault.suggestion()).isEqualTo("region");
    }

    @Test
    void keepsScenarioNamesApartFromComparisons() {
        assertThat(dimensions.add(tenant, ACTOR, new ScenarioRecord("previous", "Previous")))
                .isInstanceOf(Adding.Refused.class);
        assertThat(dimensions.add(tenant, ACTOR, new ScenarioRecord("stretch", "Stretch")))
                .isInstanceOf(Adding.Added.class);
    }

    @Test
    void findsNothingOfAnotherTenant() {
        save(input("orders"));
        TenantId other = newTenant().id();

        assertThat(service.find(other, new KpiCode("orders"))).isEmpty();
        assertThat(service.patch(
                        other, ACTOR, new KpiCode("orders"), null, object("{'name':'x'}"), merged -> List.of()))
                .isInstanceOf(Saving.NotFound.class);
        assertThat(service.delete(other, ACTOR, new KpiCode("orders"), null, null))
                .isInstanceOf(Deleting.NotFound.class);
    }

    private static Tenant newTenant() {
        return POSTGRES.newTenant("kpi-" + UUID.randomUUID().toString().substring(0, 8));
    }

    private ObjectNode declared(String code) {
        return KpiDocument.write(
                service.find(tenant, new KpiCode(code)).orElseThrow().kpi().declared());
    }

    private List<KpiVersionRepository.Version> versions(String code) {
        return service.versions(tenant, new KpiCode(code), Long.MAX_VALUE, 10).orElseThrow();
    }

    private List<String> codes(Saving saving) {
        return refused(saving).stream().map(Fault::code).toList();
    }

    private Saving after(CountDownLatch start, String code, String patch) {
        try {
            start.await();
        } catch (InterruptedException stopped) {
            throw new IllegalStateException(stopped);
        }
        return patch(code, patch);
    }

    private void save(String document) {
        assertThat(create(document)).isInstanceOf(Saving.Saved.class);
    }

    private Saving create(String document) {
        List<Fault> faults = new ArrayList<>();
        return service.create(
                tenant,
                ACTOR,
                KpiDocument.read(object(document), "", faults).orElseThrow(() -> new AssertionError(faults)));
    }

    private Saving patch(String code, String patch) {
        return service.patch(tenant, ACTOR, new KpiCode(code), null, object(patch), merged -> List.of());
    }

    private static List<Fault> refused(Saving saving) {
        assertThat(saving).isInstanceOf(Saving.Refused.class);
        return ((Saving.Refused) saving).faults();
    }

    private void observe(String code) {
        POSTGRES.tenancy()
                .database()
                .inTransaction(
                        tenant, tx -> tx.createUpdate("""
                        INSERT INTO observation (kpi_id, scenario, period, value, version, batch)
                        SELECT id, 'actual', 24300, 1, 1, '00000000-0000-0000-0000-000000000001'
                        FROM kpi
                        WHERE code = :code
                        """).bind("code", code).execute());
    }

    private int count(String sql) {
        return POSTGRES.tenancy()
                .database()
                .reading(tenant, tx -> tx.createQuery(sql).mapTo(Integer.class).one());
    }

    private static String input(String code) {
        return "{'code':'%1$s','name':'%1$s','unit':{'type':'COUNT'},'grain':'MONTH'}".formatted(code);
    }

    private static String formula(String code, String formula) {
        return "{'code':'%1$s','name':'%1$s','unit':{'type':'COUNT'},'grain':'MONTH','formula':'%2$s'}"
                .formatted(code, formula);
    }

    private static ObjectNode object(String document) {
        return Json.read(json(document), ObjectNode.class);
    }

    private static String json(String singleQuoted) {
        return singleQuoted.replace('\'', '"');
    }
}
