package com.planitai.kpi.server.data;

import com.planitai.kpi.server.http.Json;
import com.planitai.kpi.tenancy.TenantTransaction;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;

/** Rows of {@code import_mapping}. */
final class MappingRepository {
    private static final String FIND = """
            SELECT definition, revision
            FROM import_mapping
            WHERE name = :name
            """;
    private static final String LOCK = """
            SELECT definition, revision
            FROM import_mapping
            WHERE name = :name
            FOR UPDATE
            """;
    private static final String LIST = """
            SELECT definition, revision
            FROM import_mapping
            WHERE name COLLATE "C" > :after
            ORDER BY name COLLATE "C"
            LIMIT :limit
            """;
    private static final String INSERT = """
            INSERT INTO import_mapping (name, definition)
            VALUES (:name, CAST(:definition AS jsonb))
            ON CONFLICT (name) DO NOTHING
            """;
    private static final String UPDATE = """
            UPDATE import_mapping
            SET definition = CAST(:definition AS jsonb), revision = revision + 1, updated_at = now()
            WHERE name = :name
            """;
    private static final String DELETE = """
            DELETE FROM import_mapping
            WHERE name = :name
            """;

    record Saved(ImportMapping mapping, long revision) {}

    Optional<Saved> find(TenantTransaction tx, String name) {
        return tx.createQuery(FIND)
                .bind("name", name)
                .map((row, context) -> saved(row))
                .findOne();
    }

    Optional<Saved> lock(TenantTransaction tx, String name) {
        return tx.createQuery(LOCK)
                .bind("name", name)
                .map((row, context) -> saved(row))
                .findOne();
    }

    List<Saved> list(TenantTransaction tx, String after, int limit) {
        return tx.createQuery(LIST)
                .bind("after", after)
                .bind("limit", limit)
                .map((row, context) -> saved(row))
                .list();
    }

    /** Whether the name was free. */
    boolean insert(TenantTransaction tx, ImportMapping mapping) {
        return write(tx, INSERT, mapping);
    }

    void update(TenantTransaction tx, ImportMapping mapping) {
        write(tx, UPDATE, mapping);
    }

    void delete(TenantTransaction tx, String name) {
        tx.createUpdate(DELETE).bind("name", name).execute();
    }

    private static boolean write(TenantTransaction tx, String sql, ImportMapping mapping) {
        return tx.createUpdate(sql)
                        .bind("name", mapping.name())
                        .bind("definition", Json.text(mapping))
                        .execute()
                == 1;
    }

    private static Saved saved(ResultSet row) throws SQLException {
        return new Saved(Json.read(row.getString("definition"), ImportMapping.class), row.getLong("revision"));
    }
}
