package com.planitai.kpi.server.snapshot;

import com.planitai.kpi.engine.evaluation.ObservationTable;
import com.planitai.kpi.engine.model.KpiCode;
import com.planitai.kpi.engine.time.FiscalCalendar;
import com.planitai.kpi.engine.time.YearNaming;
import com.planitai.kpi.tenancy.TenantTransaction;
import java.time.Instant;
import java.time.Month;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.SortedMap;
import org.jdbi.v3.core.statement.Query;

/** Reads settings and all numbers of a tenant. */
final class SnapshotRepository {
    private static final int FETCH_ROWS = 10_000;
    private static final String SETTINGS = """
            SELECT name, locale, time_zone, fiscal_first_month, fiscal_naming, data_version
            FROM settings
            """;
    private static final String OBSERVATIONS = """
            SELECT kpi.code, observation.scenario, observation.members, observation.period, observation.value
            FROM observation
            JOIN kpi ON kpi.id = observation.kpi_id
            ORDER BY observation.kpi_id, observation.scenario, observation.members, observation.period
            """;
    private static final String OBSERVATIONS_AS_OF = """
            SELECT kpi.code, known.scenario, known.members, known.period, known.value
            FROM (SELECT DISTINCT ON (kpi_id, scenario, members, period) kpi_id, scenario, members, period, value
                  FROM observation_history
                  WHERE recorded_at <= :at
                  ORDER BY kpi_id, scenario, members, period, id DESC) AS known
            JOIN kpi ON kpi.id = known.kpi_id
            WHERE known.value IS NOT NULL
            ORDER BY known.kpi_id, known.scenario, known.members, known.period
            """;

    record Settings(String name, Locale locale, FiscalCalendar calendar, long version) {}

    record Observations(ObservationTable table, long count) {}

    Settings settings(TenantTransaction tx) {
        return tx.createQuery(SETTINGS)
                .map((row, context) -> new Settings(
                        row.getString("name"),
                        Locale.forLanguageTag(row.getString("locale")),
                        new FiscalCalendar(
                                ZoneId.of(row.getString("time_zone")),
                                Month.of(row.getInt("fiscal_first_month")),
                                YearNaming.valueOf(row.getString("fiscal_naming"))),
                        row.getLong("data_version")))
                .one();
    }

    Observations observations(TenantTransaction tx) {
        return table(tx.createQuery(OBSERVATIONS));
    }

    Observations observationsAsOf(TenantTransaction tx, Instant at) {
        return table(tx.createQuery(OBSERVATIONS_AS_OF).bind("at", at.atOffset(ZoneOffset.UTC)));
    }

    private static Observations table(Query query) {
        ObservationTable.Builder table = ObservationTable.builder();
        Map<String, KpiCode> codes = new HashMap<>();
        Map<String, SortedMap<String, String>> members = new HashMap<>();
        long[] count = {0};
        query.setFetchSize(FETCH_ROWS)
                .map((row, context) -> {
                    table.put(
                            codes.computeIfAbsent(row.getString(1), KpiCode::new),
                            row.getString(2),
                            members.computeIfAbsent(row.getString(3), MemberText::read),
                            row.getInt(4),
                            row.getDouble(5));
                    return count[0]++;
                })
                .forEach(row -> {});
        return new Observations(table.build(), count[0]);
    }
}
