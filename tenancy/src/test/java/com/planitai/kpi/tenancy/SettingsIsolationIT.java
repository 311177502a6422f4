package com.planitai.kpi.tenancy;

import com.planitai.kpi.tenancy.testing.PostgresExtension;
import com.planitai.kpi.tenancy.testing.TenantIsolationContract;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The contract on plain SQL, over every table of the tenant set. */
class SettingsIsolationIT extends TenantIsolationContract<UUID> {
    @RegisterExtension
    static final PostgresExtension POSTGRES = new PostgresExtension();

    @Override
    protected Tenancy tenancy() {
        return POSTGRES.tenancy();
    }

    @Override
    protected UUID write(TenantTransaction transaction) {
        UUID id = UUID.randomUUID();
        transaction
                .createUpdate("""
                        INSERT INTO member (id, email, name, password_hash, role)
                        VALUES (:id, :email, 'Somebody', 'hash', 'viewer')
                        """)
                .bind("id", id)
                .bind("email", id + "@example.com")
                .execute();
        return id;
    }

    @Override
    protected Optional<?> read(TenantTransaction transaction, UUID key) {
        return transaction
                .createQuery("SELECT email FROM member WHERE id = :id")
                .bind("id", key)
                .mapTo(String.class)
                .findOne();
    }

    @Override
    protected List<String> tables() {
        return PostgresExtension.query(
                POSTGRES.database(), "SELECT tablename FROM pg_tables WHERE schemaname = '" + first().schema() + "'");
    }
}
