package com.planitai.kpi.tenancy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.planitai.kpi.tenancy.testing.PostgresExtension;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class TenantDirectoryIT {
    @RegisterExtension
    static final PostgresExtension POSTGRES = new PostgresExtension();

    private final MovableClock clock = new MovableClock();
    private DatabaseSettings settings;
    private Tenancy tenancy;
    private Tenant tenant;

    @BeforeEach
    void open() {
        settings = POSTGRES.freshDatabase();
        tenancy = Tenancy.open(settings, PostgresExtension.masterKey(), TenancyLimits.DEFAULT, clock, UUID::randomUUID);
        tenancy.migrations().migrate();
        tenant = PostgresExtension.newTenant(tenancy, "demo");
    }

    @AfterEach
    void close() {
        tenancy.close();
    }

    @Test
    void findsByIdAndBySlug() {
        assertThat(tenancy.directory().find(tenant.id())).contains(tenant);
        assertThat(tenancy.directory().find(tenant.slug())).contains(tenant);
        assertThat(tenancy.directory().find(new TenantSlug("other"))).isEmpty();
        assertThat(tenant.schemaVersion()).isEqualTo(MigrationSet.TENANT.expected());
    }

    @Test
    void seesASuspensionAtMostASecondLate() {
        assertThat(tenancy.directory().find(tenant.id())).isPresent();
        PostgresExtension.execute(settings, "UPDATE directory.tenant SET state = 'SUSPENDED'");
        assertThat(tenancy.directory().find(tenant.id())).isPresent();

        clock.advance(TenantDirectory.STALENESS_LIMIT);

        assertThat(tenancy.directory().find(tenant.id())).isEmpty();
        assertThat(tenancy.directory().find(tenant.slug())).isEmpty();
        assertThatThrownBy(() -> tenancy.database().inTransaction(tenant.id(), transaction -> ""))
                .isInstanceOf(TenantUnavailableException.class);
    }

    @Test
    void keepsWhatHasNotChanged() {
        Tenant known = tenancy.directory().find(tenant.id()).orElseThrow();
        clock.advance(TenantDirectory.STALENESS_LIMIT);

        assertThat(tenancy.directory().find(tenant.id()).orElseThrow()).isSameAs(known);
    }

    @Test
    void knowsItsOwnRevocationsAtOnce() {
        assertThat(tenancy.directory().find(tenant.id()).orElseThrow().revocationEpoch())
                .isZero();

        assertThat(tenancy.directory().bumpRevocationEpoch(tenant.id())).isEqualTo(1);

        assertThat(tenancy.directory().find(tenant.id()).orElseThrow().revocationEpoch())
                .isEqualTo(1);
        assertThatThrownBy(() -> tenancy.directory().bumpRevocationEpoch(new TenantId(UUID.randomUUID())))
                .isInstanceOf(TenantUnavailableException.class);
    }

    @Test
    void failsClosedWhenTheDirectoryDoesNotAnswer() {
        assertThat(tenancy.directory().find(tenant.id())).isPresent();
        tenancy.close();
        clock.advance(TenantDirectory.STALENESS_LIMIT);

        assertThatThrownBy(() -> tenancy.directory().find(tenant.id())).isInstanceOf(RuntimeException.class);
        assertThat(tenancy.isReachable()).isFalse();
    }

    @Test
    void keepsTheDirectorysOtherTablesForTheServer() {
        UUID id = UUID.randomUUID();
        tenancy.directoryDatabase()
                .inTransaction(transaction -> transaction
                        .createUpdate(
                                "INSERT INTO operator (id, email, password_hash) VALUES (:id, 'o@example.com', 'hash')")
                        .bind("id", id)
                        .execute());

        String email = tenancy.directoryDatabase()
                .inTransaction(transaction -> transaction
                        .createQuery("SELECT email FROM operator WHERE id = :id")
                        .bind("id", id)
                        .mapTo(String.class)
                        .one());
        assertThat(email).isEqualTo("o@example.com");
        SqlStates.assertEndsIn(
                SqlStates.INSUFFICIENT_PRIVILEGE,
                () -> tenancy.directoryDatabase()
                        .inTransaction(transaction -> transaction
                                .createUpdate("UPDATE tenant SET state = 'ACTIVE'")
                                .execute()));
    }
}
