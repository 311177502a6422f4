package com.planitai.kpi.server.kpi;

import com.fasterxml.jackson.databind.JsonNode;
import com.planitai.kpi.engine.model.KpiCode;
import com.planitai.kpi.engine.model.Rollup;
import com.planitai.kpi.engine.time.Grain;
import com.planitai.kpi.engine.time.Period;
import com.planitai.kpi.engine.time.Proration;
import com.planitai.kpi.engine.unit.Unit;
import com.planitai.kpi.server.http.Fault;
import com.planitai.kpi.server.http.Json;
import com.planitai.kpi.tenancy.TenantTransaction;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jdbi.v3.core.statement.PreparedBatch;
import org.jspecify.annotations.Nullable;

/** Rows of {@code kpi}. */
final class KpiRepository {
    private static final String ALL = """
            SELECT id, code, name, description, unit, decimals, grain, rollup, member_rollup, missing, direction,
                   thresholds, proration, dimensions, formula, effective_from, earlier_formulas, owner, tags, revision,
                   updated_at
            FROM kpi
            ORDER BY code COLLATE "C"
            """;
    private static final String FIND = """
            SELECT id, code, name, description, unit, decimals, grain, rollup, member_rollup, missing, direction,
                   thresholds, proration, dimensions, formula, effective_from, earlier_formulas, owner, tags, revision,
                   updated_at
            FROM kpi
            WHERE code = :code
            """;
    private static final String INSERT = """
            INSERT INTO kpi (code, name, description, unit, decimals, grain, rollup, member_rollup, missing, direction,
                             thresholds, proration, dimensions, formula, effective_from, earlier_formulas, owner, tags,
                             created_at, updated_at)
            VALUES (:code, :name, :description, CAST(:unit AS jsonb), :decimals, :grain, :rollup, :memberRollup,
                    CAST(:missing AS jsonb), CAST(:direction AS jsonb), CAST(:thresholds AS jsonb), :proration,
                    :dimensions, :formula, :effectiveFrom, CAST(:earlierFormulas AS jsonb), :owner, :tags, :now, :now)
            """;
    private static final String UPDATE = """
            UPDATE kpi
            SET name = :name, description = :description, unit = CAST(:unit AS jsonb), decimals = :decimals,
                grain = :grain, rollup = :rollup, member_rollup = :memberRollup, missing = CAST(:missing AS jsonb),
                direction = CAST(:direction AS jsonb), thresholds = CAST(:thresholds AS jsonb),
                proration = :proration, dimensions = :dimensions, formula = :formula,
                effective_from = :effectiveFrom, earlier_formulas = CAST(:earlierFormulas AS jsonb), owner = :owner,
                tags = :tags,
                revision = revision + 1, updated_at = :now
            WHERE code = :code
            """;
    private static final String OBSERVED = """
            SELECT code
            FROM kpi
            WHERE code = ANY(:codes) AND EXISTS (SELECT 1 FROM observation WHERE observation.kpi_id = kpi.id)
            """;
    private static final String WITHDRAW = """
            INSERT INTO observation_history (kpi_id, scenario, members, period, value, batch, version, recorded_at, recorded_by)
            SELECT observation.kpi_id, scenario, members, period, NULL, :batch, :version, :now, :actor
            FROM observation
            JOIN kpi ON kpi.id = observation.kpi_id
            WHERE kpi.code = ANY(:codes)
            """;
    private static final String INSERT_BATCH = """
            INSERT INTO data_batch (id, kind, created_at, created_by, updated)
            VALUES (:batch, 'deletion', :now, :actor, :updated)
            """;
    private static final String DELETE_OBSERVATIONS = """
            DELETE FROM observation
            USING kpi
            WHERE kpi.id = observation.kpi_id AND kpi.code = ANY(:codes)
            """;
    private static final String DELETE = """
            DELETE FROM kpi
            WHERE code = ANY(:codes)
            """;
    private static final String TREES_USING = """
            SELECT slug
            FROM tree
            WHERE root_kpi = :kpi
               OR EXISTS (SELECT 1
                          FROM tree_influence
                          WHERE tree_id = tree.id AND (from_kpi = :kpi OR to_kpi = :kpi))
            ORDER BY slug COLLATE "C"
            """;

    List<KpiRecord> all(TenantTransaction tx) {
        return tx.createQuery(ALL).map((row, context) -> kpi(row)).list();
    }

    Optional<KpiRecord> find(TenantTransaction tx, KpiCode code) {
        return tx.createQuery(FIND)
                .bind("code", code.value())
                .map((row, context) -> kpi(row))
                .findOne();
    }

    void insert(TenantTransaction tx, Collection<KpiDeclaration> kpis, Instant now) {
        write(tx, INSERT, kpis, now);
    }

    void update(TenantTransaction tx, Collection<KpiDeclaration> kpis, Instant now) {
        write(tx, UPDATE, kpis, now);
    }

    /** Those of the KPIs that have observations in any scenario. */
    Set<KpiCode> observed(TenantTransaction tx, Collection<KpiCode> codes) {
        if (codes.isEmpty()) {
            return Set.of();
        }
        return tx.createQuery(OBSERVED)
                .bindArray("codes", String.class, values(codes))
                .map((row, context) -> new KpiCode(row.getString("code")))
                .set();
    }

    /** Deletes with all numbers; the history keeps them, and that they were withdrawn. */
    void delete(
            TenantTransaction tx,
            Collection<KpiCode> codes,
            UUID batch,
            long version,
            Instant now,
            @Nullable UUID actor) {
        if (codes.isEmpty()) {
            return;
        }
        List<Object> texts = values(codes);
        int withdrawn = tx.createUpdate(WITHDRAW)
                .bindArray("codes", String.class, texts)
                .bind("batch", batch)
                .bind("version", version)
                .bind("now", atUtc(now))
                .bind("actor", actor)
                .execute();
        if (withdrawn > 0) {
            tx.createUpdate(INSERT_BATCH)
                    .bind("batch", batch)
                    .bind("now", atUtc(now))
                    .bind("actor", actor)
                    .bind("updated", withdrawn)
                    .execute();
            tx.createUpdate(DELETE_OBSERVATIONS)
                    .bindArray("codes", String.class, texts)
                    .execute();
        }
        tx.createUpdate(DELETE).bindArray("codes", String.class, texts).execute();
    }

    /** Slugs of the trees that name the KPI as their root or in an influence. */
    List<String> treesUsing(TenantTransaction tx, long kpi) {
        return tx.createQuery(TREES_USING).bind("kpi", kpi).mapTo(String.class).list();
    }

    private static void write(TenantTransaction tx, String sql, Collection<KpiDeclaration> kpis, Instant now) {
        if (kpis.isEmpty()) {
            return;
        }
        PreparedBatch batch = tx.prepareBatch(sql);
        for (KpiDeclaration kpi : kpis) {
            batch.bind("code", kpi.code().value())
                    .bind("name", kpi.name())
                    .bind("description", kpi.description())
                    .bind("unit", Json.text(UnitDocument.write(kpi.unit())))
                    .bind("decimals", kpi.decimals())
                    .bind("grain", kpi.grain().name())
                    .bind("rollup", kpi.rollup() == null ? null : kpi.rollup().name())
                    .bind(
                            "memberRollup",
                            kpi.memberRollup() == null
                                    ? null
                                    : kpi.memberRollup().name())
                    .bind("missing", kpi.missing() == null ? null : Json.text(KpiDocument.write(kpi.missing())))
                    .bind("direction", kpi.direction() == null ? null : Json.text(KpiDocument.write(kpi.direction())))
                    .bind(
                            "thresholds",
                            kpi.thresholds() == null ? null : Json.text(KpiDocument.write(kpi.thresholds())))
                    .bind(
                            "proration",
                            kpi.proration() == null ? null : kpi.proration().name())
                    .bindArray("dimensions", String.class, new ArrayList<Object>(kpi.dimensions()))
                    .bind("formula", kpi.formula())
                    .bind(
                            "effectiveFrom",
                            kpi.effectiveFrom() == null
                                    ? null
                                    : kpi.effectiveFrom().toString())
                    .bind("earlierFormulas", Json.text(FormulaHistory.write(kpi.earlierFormulas())))
                    .bind("owner", kpi.owner())
                    .bindArray("tags", String.class, new ArrayList<Object>(kpi.tags()))
                    .bind("now", atUtc(now))
                    .add();
        }
        batch.execute();
    }

    private static KpiRecord kpi(ResultSet row) throws SQLException {
        List<Fault> faults = new ArrayList<>();
        Unit unit = UnitDocument.read(json(row, "unit"), "/unit", faults);
        int decimals = row.getInt("decimals");
        boolean undecided = row.wasNull();
        var missing = KpiDocument.missing(json(row, "missing"), "/missing", faults);
        var direction = KpiDocument.direction(json(row, "direction"), "/direction", faults);
        var thresholds = KpiDocument.thresholds(json(row, "thresholds"), "/thresholds", faults);
        if (unit == null || !faults.isEmpty()) {
            throw new IllegalStateException(
                    "the saved KPI " + row.getString("code") + " contradicts itself: " + faults);
        }
        Grain grain = Grain.valueOf(row.getString("grain"));
        String proration = row.getString("proration");
        KpiDeclaration declared = new KpiDeclaration(
                new KpiCode(row.getString("code")),
                row.getString("name"),
                row.getString("description"),
                unit,
                undecided ? null : decimals,
                grain,
                rollup(row, "rollup"),
                rollup(row, "member_rollup"),
                missing,
                direction,
                thresholds,
                proration == null ? null : Proration.valueOf(proration),
                texts(row, "dimensions"),
                row.getString("formula"),
                Optional.ofNullable(row.getString("effective_from"))
                        .flatMap(Period::parse)
                        .orElse(null),
                FormulaHistory.readSaved(json(row, "earlier_formulas"), grain),
                row.getString("owner"),
                texts(row, "tags"));
        return new KpiRecord(row.getLong("id"), declared, row.getLong("revision"), instant(row, "updated_at"));
    }

    private static JsonNode json(ResultSet row, String column) throws SQLException {
        String text = row.getString(column);
        return text == null ? Json.MAPPER.missingNode() : Json.read(text, JsonNode.class);
    }

    private static @Nullable Rollup rollup(ResultSet row, String column) throws SQLException {
        String name = row.getString(column);
        return name == null ? null : Rollup.valueOf(name);
    }

    private static List<String> texts(ResultSet row, String column) throws SQLException {
        return List.of((String[]) row.getArray(column).getArray());
    }

    private static Instant instant(ResultSet row, String column) throws SQLException {
        return row.getObject(column, OffsetDateTime.class).toInstant();
    }

    private static OffsetDateTime atUtc(Instant instant) {
        return instant.atOffset(ZoneOffset.UTC);
    }

    private static List<Object> values(Collection<KpiCode> codes) {
        return codes.stream().<Object>map(KpiCode::value).toList();
    }
}
