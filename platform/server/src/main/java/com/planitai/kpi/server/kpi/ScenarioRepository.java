package com.planitai.kpi.server.kpi;

import com.planitai.kpi.tenancy.TenantTransaction;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/** Rows of {@code scenario}. */
final class ScenarioRepository {
    private static final String ALL = """
            SELECT code, name
            FROM scenario
            ORDER BY code COLLATE "C"
            """;
    private static final String FIND = """
            SELECT code, name, revision
            FROM scenario
            WHERE code = :code
            """;
    private static final String INSERT = """
            INSERT INTO scenario (code, name)
            VALUES (:code, :name)
            """;
    private static final String UPDATE = """
            UPDATE scenario
            SET name = :name, revision = revision + 1
            WHERE code = :code
            """;
    private static final String DELETE = """
            DELETE FROM scenario
            WHERE code = ANY(:codes)
            """;
    private static final String OBSERVED = """
            SELECT EXISTS (SELECT 1 FROM observation WHERE scenario = :code)
            """;

    List<ScenarioRecord> all(TenantTransaction tx) {
        return tx.createQuery(ALL)
                .map((row, context) -> new ScenarioRecord(row.getString("code"), row.getString("name")))
                .list();
    }

    Optional<DimensionService.Revised<ScenarioRecord>> find(TenantTransaction tx, String code) {
        return tx.createQuery(FIND)
                .bind("code", code)
                .map((row, context) -> new DimensionService.Revised<>(
                        new ScenarioRecord(row.getString("code"), row.getString("name")), row.getLong("revision")))
                .findOne();
    }

    void insert(TenantTransaction tx, ScenarioRecord scenario) {
        write(tx, INSERT, scenario);
    }

    void update(TenantTransaction tx, ScenarioRecord scenario) {
        write(tx, UPDATE, scenario);
    }

    void delete(TenantTransaction tx, Collection<String> codes) {
        if (!codes.isEmpty()) {
            tx.createUpdate(DELETE)
                    .bindArray("codes", String.class, new ArrayList<Object>(codes))
                    .execute();
        }
    }

    boolean hasObservations(TenantTransaction tx, String code) {
        return tx.createQuery(OBSERVED).bind("code", code).mapTo(Boolean.class).one();
    }

    private static void write(TenantTransaction tx, String sql, ScenarioRecord scenario) {
        tx.createUpdate(sql)
                .bind("code", scenario.code())
                .bind("name", scenario.name())
                .execute();
    }
}
