package com.planitai.kpi.server.data;

import com.planitai.kpi.engine.model.GraphResult;
import com.planitai.kpi.engine.time.FiscalCalendar;
import com.planitai.kpi.engine.time.YearNaming;
import com.planitai.kpi.server.kpi.DimensionRecord;
import com.planitai.kpi.server.kpi.KpiFeature;
import com.planitai.kpi.server.kpi.KpiRecord;
import com.planitai.kpi.server.kpi.ScenarioRecord;
import com.planitai.kpi.tenancy.TenantTransaction;
import java.time.Month;
import java.time.ZoneId;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Reads catalogues. The caller holds the definitions still ({@link KpiFeature#holdDefinitions}), or does so before it writes
 * and then looks whether they are those that it read by.
 */
final class CatalogueRepository {
    /** Changes of settings count too: those who see another number only read once more than they would have to. */
    private static final String DEFINITION_VERSIONS = """
            SELECT data_version - number_versions
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

    long definitionVersions(TenantTransaction tx) {
        return tx.createQuery(DEFINITION_VERSIONS).mapTo(Long.class).one();
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

    FiscalCalendar calendar(TenantTransaction tx) {
        return tx.createQuery(CALENDAR)
                .map((row, context) -> new FiscalCalendar(
                        ZoneId.of(row.getString("time_zone")),
                        Month.of(row.getInt("fiscal_first_month")),
                        YearNaming.valueOf(row.getString("fiscal_naming"))))
                .one();
    }
}
