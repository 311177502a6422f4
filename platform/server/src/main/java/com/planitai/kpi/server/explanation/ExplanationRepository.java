package com.planitai.kpi.server.explanation;

import com.planitai.kpi.engine.evaluation.MemberFilter;
import com.planitai.kpi.engine.time.FiscalCalendar;
import com.planitai.kpi.engine.time.Grain;
import com.planitai.kpi.engine.time.Period;
import com.planitai.kpi.server.explanation.Explanation.Person;
import com.planitai.kpi.server.explanation.Explanation.Saved;
import com.planitai.kpi.server.explanation.Explanation.Source;
import com.planitai.kpi.server.snapshot.MemberText;
import com.planitai.kpi.tenancy.TenantTransaction;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Reads who wrote what, when and from where. */
final class ExplanationRepository {
    /** Where a formula came back, the later time counts. */
    private static final String FORMULAS = """
            SELECT DISTINCT ON (saved.kpi_id, saved.formula) saved.kpi_id, saved.formula, saved.version, saved.created_at,
              saved.created_by, member.name
            FROM (SELECT kpi_id, version, created_at, created_by, definition ->> 'formula' AS formula,
                    lag(definition ->> 'formula') OVER (PARTITION BY kpi_id ORDER BY version) AS formula_before
                  FROM kpi_version
                  WHERE kpi_id = ANY(:kpis)) AS saved
            JOIN unnest(CAST(:ids AS bigint[]), CAST(:formulas AS text[])) AS wanted (kpi_id, formula)
              ON wanted.kpi_id = saved.kpi_id AND wanted.formula = saved.formula
            LEFT JOIN member ON member.id = saved.created_by
            WHERE saved.formula IS DISTINCT FROM saved.formula_before
            ORDER BY saved.kpi_id, saved.formula, saved.version DESC
            """;

    private static final String SOURCES = """
            WITH cell AS (
              SELECT DISTINCT ON (wanted.code COLLATE "C", history.period, history.members COLLATE "C")
                wanted.code, history.kpi_id, history.scenario, history.members, history.period, history.value,
                history.batch, history.recorded_at, history.recorded_by, history.line
              FROM unnest(CAST(:ids AS bigint[]), CAST(:codes AS text[]), CAST(:lows AS int[]), CAST(:highs AS int[]))
                AS wanted (kpi_id, code, low, high)
              JOIN observation_history AS history ON history.kpi_id = wanted.kpi_id AND history.scenario = :scenario
                AND history.period BETWEEN wanted.low AND wanted.high
              WHERE (wanted.code COLLATE "C", history.period, history.members COLLATE "C")
                  > (:afterCode, :afterPeriod, :afterMembers)
                AND NOT EXISTS (
                  SELECT 1
                  FROM unnest(CAST(:filters AS int[]), CAST(:pairs AS text[])) AS kept (filter, pair)
                  GROUP BY filter
                  HAVING NOT bool_or(strpos(';' || history.members || ';', ';' || pair || ';') > 0))
              ORDER BY wanted.code COLLATE "C", history.period, history.members COLLATE "C", history.id DESC
              LIMIT :limit
            )
            SELECT cell.code, cell.members, cell.period, cell.value, cell.batch, cell.recorded_at, cell.recorded_by,
              cell.line, CASE WHEN cell.value IS NULL THEN cell.recorded_at ELSE observation.changed_at END AS changed_at,
              member.name, data_batch.kind, data_batch.import_id,
              job.request ->> 'fileName' AS file_name
            FROM cell
            LEFT JOIN observation ON observation.kpi_id = cell.kpi_id AND observation.scenario = cell.scenario
              AND observation.members = cell.members AND observation.period = cell.period
            LEFT JOIN member ON member.id = cell.recorded_by
            LEFT JOIN data_batch ON data_batch.id = cell.batch
            LEFT JOIN job ON job.id = data_batch.import_id
            ORDER BY cell.code COLLATE "C", cell.period, cell.members COLLATE "C"
            """;

    /** A formula of a KPI, by the KPI's key. */
    record FormulaKey(long kpi, String formula) {}

    /** Cells of one KPI: ordinals of its own grain, both included. */
    record Range(long kpi, String code, Grain grain, int low, int high) {}

    Map<FormulaKey, Saved> formulas(TenantTransaction tx, List<FormulaKey> wanted) {
        Map<FormulaKey, Saved> found = new HashMap<>();
        if (wanted.isEmpty()) {
            return found;
        }
        tx.createQuery(FORMULAS)
                .bindArray(
                        "kpis",
                        Long.class,
                        wanted.stream().map(FormulaKey::kpi).distinct().toArray())
                .bindArray(
                        "ids", Long.class, wanted.stream().map(FormulaKey::kpi).toArray())
                .bindArray(
                        "formulas",
                        String.class,
                        wanted.stream().map(FormulaKey::formula).toArray())
                .map((row, context) -> found.put(
                        new FormulaKey(row.getLong("kpi_id"), row.getString("formula")),
                        new Saved(row.getLong("version"), instant(row, "created_at"), person(row, "created_by"))))
                .forEach(saved -> {});
        return found;
    }

    /** The last word on each cell, by KPI, period and members. */
    List<Source> sources(
            TenantTransaction tx,
            List<Range> ranges,
            String scenario,
            List<MemberFilter> where,
            CellKey after,
            int limit,
            FiscalCalendar calendar) {
        Map<String, Grain> grains = new HashMap<>();
        ranges.forEach(range -> grains.put(range.code(), range.grain()));
        List<Integer> filters = new ArrayList<>();
        List<String> pairs = new ArrayList<>();
        for (int i = 0; i < where.size(); i++) {
            for (String member : where.get(i).members()) {
                filters.add(i);
                pairs.add(where.get(i).dimension() + '=' + member);
            }
        }
        return tx.createQuery(SOURCES)
                .bindArray("ids", Long.class, ranges.stream().map(Range::kpi).toArray())
                .bindArray(
                        "codes", String.class, ranges.stream().map(Range::code).toArray())
                .bindArray(
                        "lows", Integer.class, ranges.stream().map(Range::low).toArray())
                .bindArray(
                        "highs", Integer.class, ranges.stream().map(Range::high).toArray())
                .bindArray("filters", Integer.class, filters.toArray())
                .bindArray("pairs", String.class, pairs.toArray())
                .bind("scenario", scenario)
                .bind("afterCode", after.kpi())
                .bind("afterPeriod", after.ordinal())
                .bind("afterMembers", after.members())
                .bind("limit", limit)
                .map((row, context) -> source(row, grains, calendar))
                .list();
    }

    private static Source source(ResultSet row, Map<String, Grain> grains, FiscalCalendar calendar)
            throws SQLException {
        String code = row.getString("code");
        CellKey key = new CellKey(code, row.getInt("period"), row.getString("members"));
        Grain grain = grains.get(code);
        if (grain == null) {
            throw new IllegalStateException("expected cells of the KPIs asked for, got one of " + code);
        }
        Period period = new Period(grain, key.ordinal());
        OffsetDateTime changedAt = row.getObject("changed_at", OffsetDateTime.class);
        return new Source(
                key,
                period,
                MemberText.read(key.members()),
                row.getObject("value", Double.class),
                changedAt != null && calendar.isOver(period, changedAt.toInstant()),
                instant(row, "recorded_at"),
                person(row, "recorded_by"),
                row.getObject("batch", UUID.class),
                row.getString("kind"),
                row.getObject("import_id", UUID.class),
                row.getString("file_name"),
                row.getObject("line", Integer.class));
    }

    private static @Nullable Person person(ResultSet row, String column) throws SQLException {
        UUID id = row.getObject(column, UUID.class);
        return id == null ? null : new Person(id, row.getString("name"));
    }

    private static Instant instant(ResultSet row, String column) throws SQLException {
        return row.getObject(column, OffsetDateTime.class).toInstant();
    }
}
