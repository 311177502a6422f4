package com.planitai.kpi.server.snapshot;

import com.planitai.kpi.engine.evaluation.ObservationTable;
import com.planitai.kpi.engine.evaluation.ObservationTable.Change;
import com.planitai.kpi.engine.model.KpiCode;
import com.planitai.kpi.engine.time.FiscalCalendar;
import com.planitai.kpi.engine.time.Grain;
import com.planitai.kpi.engine.time.Period;
import com.planitai.kpi.engine.time.WorkingDays;
import com.planitai.kpi.engine.time.YearNaming;
import com.planitai.kpi.server.kpi.KpiRecord;
import com.planitai.kpi.tenancy.TenantTransaction;
import java.sql.Date;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.Month;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jdbi.v3.core.statement.Query;

/** Reads settings and all numbers of a tenant. */
final class SnapshotRepository {
    private static final int FETCH_ROWS = 10_000;
    private static final String SETTINGS = """
            SELECT name, locale, time_zone, fiscal_first_month, fiscal_naming, holidays, data_version,
              data_version - number_versions AS definition_versions
            FROM settings
            """;
    /** The last row of history that a version had. Writers of a tenant queue, so ids rise with versions. */
    private static final String END_OF_VERSION = """
            SELECT id
            FROM (SELECT id, version
                  FROM observation_history
                  ORDER BY id DESC
                  LIMIT :most) AS latest
            WHERE version <= :version
            ORDER BY id DESC
            LIMIT 1
            """;

    private static final String CHANGES = """
            SELECT kpi.code, history.scenario, history.members, history.period, history.value,
              CASE WHEN observation.changed_at IS NOT NULL THEN kpi.grain END, observation.changed_at
            FROM observation_history AS history
            JOIN kpi ON kpi.id = history.kpi_id
            LEFT JOIN observation ON observation.kpi_id = history.kpi_id AND observation.scenario = history.scenario
              AND observation.members = history.members AND observation.period = history.period
            WHERE history.id > :end
            ORDER BY history.id
            """;
    private static final String OBSERVATIONS = """
            SELECT kpi.code, observation.scenario, observation.members, observation.period, observation.value,
              CASE WHEN observation.changed_at IS NOT NULL THEN kpi.grain END, observation.changed_at
            FROM observation
            JOIN kpi ON kpi.id = observation.kpi_id
            ORDER BY observation.kpi_id, observation.scenario, observation.members, observation.period
            """;
    private static final String OBSERVATIONS_OF = """
            SELECT wanted.code, observation.scenario, observation.members, observation.period, observation.value,
              CASE WHEN observation.changed_at IS NOT NULL THEN kpi.grain END, observation.changed_at
            FROM unnest(CAST(:ids AS bigint[]), CAST(:codes AS text[])) AS wanted (id, code)
            JOIN kpi ON kpi.id = wanted.id
            JOIN observation ON observation.kpi_id = wanted.id
            ORDER BY observation.kpi_id, observation.scenario, observation.members, observation.period
            """;
    /** A KPI that is gone has its history still. */
    private static final String OBSERVATIONS_AS_OF = """
            SELECT wanted.code, known.scenario, known.members, known.period, known.value, CAST(NULL AS text),
              CAST(NULL AS timestamptz)
            FROM unnest(CAST(:ids AS bigint[]), CAST(:codes AS text[])) AS wanted (id, code)
            JOIN (SELECT DISTINCT ON (kpi_id, scenario, members, period) kpi_id, scenario, members, period, value
                  FROM observation_history
                  WHERE kpi_id = ANY(:ids) AND recorded_at <= :at
                  ORDER BY kpi_id, scenario, members, period, id DESC) AS known ON known.kpi_id = wanted.id
            WHERE known.value IS NOT NULL
            ORDER BY known.kpi_id, known.scenario, known.members, known.period
            """;

    /** More changed cells cost more than reading the tenant anew. */
    static final int MOST_CHANGES = 20_000;

    /** @param definitionVersions how many of the versions changed more than numbers */
    record Settings(String name, Locale locale, FiscalCalendar calendar, long version, long definitionVersions) {}

    Settings settings(TenantTransaction tx) {
        return tx.createQuery(SETTINGS)
                .map((row, context) -> new Settings(
                        row.getString("name"),
                        Locale.forLanguageTag(row.getString("locale")),
                        new FiscalCalendar(
                                ZoneId.of(row.getString("time_zone")),
                                Month.of(row.getInt("fiscal_first_month")),
                                YearNaming.valueOf(row.getString("fiscal_naming")),
                                new WorkingDays(Arrays.stream((Date[])
                                                row.getArray("holidays").getArray())
                                        .map(Date::toLocalDate)
                                        .collect(Collectors.toCollection(TreeSet::new)))),
                        row.getLong("data_version"),
                        row.getLong("definition_versions")))
                .one();
    }

    ObservationTable observations(TenantTransaction tx, FiscalCalendar calendar) {
        return table(tx.createQuery(OBSERVATIONS), calendar);
    }

    ObservationTable observations(TenantTransaction tx, FiscalCalendar calendar, Collection<KpiRecord> kpis) {
        return table(of(tx.createQuery(OBSERVATIONS_OF), kpis), calendar);
    }

    /** Without days of change: what was restated later was not, then. */
    ObservationTable observationsAsOf(
            TenantTransaction tx, FiscalCalendar calendar, Collection<KpiRecord> kpis, Instant at) {
        return table(of(tx.createQuery(OBSERVATIONS_AS_OF), kpis).bind("at", at.atOffset(ZoneOffset.UTC)), calendar);
    }

    private static Query of(Query query, Collection<KpiRecord> kpis) {
        return query.bindArray(
                        "ids", Long.class, kpis.stream().map(KpiRecord::id).toArray())
                .bindArray(
                        "codes",
                        String.class,
                        kpis.stream().map(kpi -> kpi.code().value()).toArray());
    }

    /** In their order, the same cell perhaps more than once; empty when there may be too many. */
    Optional<List<Change>> changesSince(TenantTransaction tx, FiscalCalendar calendar, long version) {
        return tx.createQuery(END_OF_VERSION)
                .bind("most", MOST_CHANGES)
                .bind("version", version)
                .mapTo(Long.class)
                .findOne()
                .map(end -> changes(tx, calendar, end));
    }

    private static List<Change> changes(TenantTransaction tx, FiscalCalendar calendar, long end) {
        Map<String, KpiCode> codes = new HashMap<>();
        Map<String, SortedMap<String, String>> members = new HashMap<>();
        return tx.createQuery(CHANGES)
                .bind("end", end)
                .map((row, context) -> {
                    int changedDay = changedDay(row, calendar);
                    return new Change(
                            codes.computeIfAbsent(row.getString(1), KpiCode::new),
                            row.getString(2),
                            members.computeIfAbsent(row.getString(3), MemberText::read),
                            row.getInt(4),
                            row.getObject(5, Double.class),
                            changedDay,
                            changedDay);
                })
                .list();
    }

    private static ObservationTable table(Query query, FiscalCalendar calendar) {
        ObservationTable.Builder table = ObservationTable.builder();
        Map<String, KpiCode> codes = new HashMap<>();
        Map<String, SortedMap<String, String>> members = new HashMap<>();
        query.setFetchSize(FETCH_ROWS)
                .map((row, context) -> table.put(
                        codes.computeIfAbsent(row.getString(1), KpiCode::new),
                        row.getString(2),
                        members.computeIfAbsent(row.getString(3), MemberText::read),
                        row.getInt(4),
                        row.getDouble(5),
                        changedDay(row, calendar)))
                .forEach(row -> {});
        return table.build();
    }

    /** Only of what changed after its own period was over, for nothing else can restate anything. */
    private static int changedDay(ResultSet row, FiscalCalendar calendar) throws SQLException {
        String grain = row.getString(6);
        if (grain == null) {
            return ObservationTable.UNCHANGED;
        }
        Instant changedAt = row.getObject(7, OffsetDateTime.class).toInstant();
        return calendar.isOver(new Period(Grain.valueOf(grain), row.getInt(4)), changedAt)
                ? calendar.current(Grain.DAY, changedAt).ordinal()
                : ObservationTable.UNCHANGED;
    }
}
