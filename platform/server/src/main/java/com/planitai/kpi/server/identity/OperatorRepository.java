package com.planitai.kpi.server.identity;

import com.planitai.kpi.tenancy.DirectoryTransaction;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Operators, and the tenants as an operator sees them. */
final class OperatorRepository {
    private static final String INSERT = """
            INSERT INTO operator (id, email, password_hash)
            VALUES (:id, :email, :hash)
            ON CONFLICT (email) DO NOTHING
            """;
    private static final String BY_EMAIL = """
            SELECT id, email, password_hash
            FROM operator
            WHERE email = :email
            """;
    private static final String EXISTS = """
            SELECT EXISTS (SELECT FROM operator WHERE id = :id)
            """;
    private static final String TENANTS = """
            SELECT slug, name, state, plan, schema_version, created_at
            FROM tenant
            WHERE slug > :after
            ORDER BY slug
            LIMIT :fetch
            """;

    record Operator(UUID id, String email, String passwordHash) {
        @Override
        public String toString() {
            return "Operator[" + id + "]";
        }
    }

    record TenantLine(String slug, String name, String state, String plan, String schemaVersion, String createdAt) {}

    void insert(DirectoryTransaction transaction, Operator operator) {
        transaction
                .createUpdate(INSERT)
                .bind("id", operator.id())
                .bind("email", operator.email())
                .bind("hash", operator.passwordHash())
                .execute();
    }

    Optional<Operator> byEmail(DirectoryTransaction transaction, String email) {
        return transaction
                .createQuery(BY_EMAIL)
                .bind("email", email)
                .map((row, context) -> new Operator(
                        row.getObject("id", UUID.class), row.getString("email"), row.getString("password_hash")))
                .findOne();
    }

    boolean exists(DirectoryTransaction transaction, UUID id) {
        return transaction
                .createQuery(EXISTS)
                .bind("id", id)
                .mapTo(Boolean.class)
                .one();
    }

    List<TenantLine> tenants(DirectoryTransaction transaction, @Nullable String after, int fetch) {
        return transaction
                .createQuery(TENANTS)
                .bind("after", after == null ? "" : after)
                .bind("fetch", fetch)
                .map((row, context) -> line(row))
                .list();
    }

    private static TenantLine line(ResultSet row) throws SQLException {
        return new TenantLine(
                row.getString("slug"),
                row.getString("name"),
                row.getString("state"),
                row.getString("plan"),
                row.getString("schema_version"),
                row.getObject("created_at", OffsetDateTime.class).toInstant().toString());
    }
}
