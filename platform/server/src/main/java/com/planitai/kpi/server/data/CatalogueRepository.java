package com.planitai.kpi.server.data;

import com.planitai.kpi.engine.model.GraphResult;
import com.planitai.kpi.engine.time.FiscalCalendar;
import com.planitai.kpi.engine.time.Grain;
import com.planitai.kpi.engine.time.YearNaming;
import com.planitai.kpi.server.kpi.DimensionRecord;
import com.planitai.kpi.server.kpi.KpiFeature;
import com.planitai.kpi.server.kpi.KpiRecord;
import com.planitai.kpi.server.kpi.ScenarioRecord;
import com.planitai.kpi.tenancy.TenantTransaction;
import java.time.Month;
import java.time.ZoneId;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Reads catalogues. The caller holds the definitions still ({@link KpiFeature#holdDefinitions}). */
final class CatalogueRepository {
    private static final String NAMED = """
            SELECT id, code, grain, dimensions, formula IS NULL AS is_input, true AS is_kpi
            FROM kpi
            WHERE code = ANY(:codes)
            UNION ALL
            SELECT 0, code, NULL, NULL, NULL, false
            FROM scenario
            """;
    private static final String MEMBERS = """
            SELECT dimension, code
            FROM dimension_member
            WHERE dimension = ANY(:dimensions) AND code = ANY(:members)
            """;
    private static final String VERSION = """
            SELECT data_version
            FROM settings
            """;
    private static final String CALENDAR = """
            SELECT time_zone, fiscal_first_month, fiscal_naming
            FROM settings
            """;

    private final KpiFeature kpis;

    CatalogueRepository(KpiFeature kpis) {
        this.kpis = kpis;
    }

    void hold(TenantTransaction tx) {
        kpis.holdDefinitions(tx);
    }

    /**
     * Only what these observations name, in one or two queries however many there are: enough to take good ones in, not
     * to explain bad ones. A formula KPI's dimensions are not in it.
     */
    Catalogue named(TenantTransaction tx, List<ObservationInput> inputs) {
        Map<String, CatalogueKpi> found = new HashMap<>();
        Set<String> scenarios = new HashSet<>();
        tx.createQuery(NAMED)
                .bindArray("codes", String.class, distinct(inputs.stream().map(ObservationInput::kpi)))
                .map((row, context) -> {
                    String code = row.getString("code");
                    if (!row.getBoolean("is_kpi")) {
                        return scenarios.add(code);
                    }
                    List<String> dimensions =
                            List.of((String[]) row.getArray("dimensions").getArray());
                    var kpi = new CatalogueKpi(
                            row.getLong("id"),
                            code,
                            Grain.valueOf(row.getString("grain")),
                            row.getBoolean("is_input"),
                            dimensions,
                            null);
                    return found.put(code, kpi) == null;
                })
                .list();
        Map<String, Set<String>> members = new HashMap<>();
        Object[] dimensions = distinct(found.values().stream().flatMap(kpi -> kpi.dimensions().stream()));
        if (dimensions.length > 0) {
            tx.createQuery(MEMBERS)
                    .bindArray("dimensions", String.class, dimensions)
                    .bindArray(
                            "members",
                            String.class,
                            distinct(inputs.stream().flatMap(input -> input.members().values().stream())))
                    .map((row, context) -> members.computeIfAbsent(row.getString("dimension"), code -> new HashSet<>())
                            .add(row.getString("code")))
                    .list();
        }
        return new Catalogue(found, scenarios, members);
    }

    Catalogue whole(TenantTransaction tx) {
        List<KpiRecord> records = kpis.all(tx);
        var graph = switch (KpiFeature.graph(records)) {
            case GraphResult.Built built -> built.graph();
            case GraphResult.Refused refused ->
                throw new IllegalStateException("saved definitions are refused: " + refused.faults());
        };
        Map<String, CatalogueKpi> found = new LinkedHashMap<>();
        for (KpiRecord kpi : records) {
            String code = kpi.code().value();
            List<String> dimensions = graph.resolved(kpi.code()).dimensions();
            found.put(code, new CatalogueKpi(kpi.id(), code, kpi.grain(), kpi.isInput(), dimensions, kpi.unit()));
        }
        Map<String, Set<String>> members = new LinkedHashMap<>();
        for (DimensionRecord dimension : kpis.dimensions(tx)) {
            members.put(
                    dimension.code(),
                    dimension.members().stream()
                            .map(DimensionRecord.Member::code)
                            .collect(Collectors.toSet()));
        }
        return new Catalogue(
                found, kpis.scenarios(tx).stream().map(ScenarioRecord::code).collect(Collectors.toSet()), members);
    }

    /** Rises with every change of a definition or a number. */
    long version(TenantTransaction tx) {
        return tx.createQuery(VERSION).mapTo(Long.class).one();
    }

    FiscalCalendar calendar(TenantTransaction tx) {
        return tx.createQuery(CALENDAR)
                .map((row, context) -> new FiscalCalendar(
                        ZoneId.of(row.getString("time_zone")),
                        Month.of(row.getInt("fiscal_first_month")),
                        YearNaming.valueOf(row.getString("fiscal_naming"))))
                .one();
    }

    private static Object[] distinct(Stream<String> texts) {
        return texts.distinct().toArray();
    }
}
