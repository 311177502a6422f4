package com.planitai.kpi.tenancy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.planitai.kpi.tenancy.VersionListener.Origin;
import com.planitai.kpi.tenancy.testing.PostgresExtension;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class TenantVersionsIT {
    @RegisterExtension
    static final PostgresExtension POSTGRES = new PostgresExtension();

    private final MovableClock clock = new MovableClock();
    private DatabaseSettings settings;
    private Tenancy here;
    private Tenancy elsewhere;
    private Tenant tenant;
    private Tenant other;

    private record Told(TenantId tenant, long version, Origin origin) {}

    @BeforeEach
    void openTwoInstances() {
        settings = POSTGRES.freshDatabase();
        here = Tenancy.open(settings, PostgresExtension.masterKey(), TenancyLimits.DEFAULT, clock, UUID::randomUUID);
        here.migrations().migrate();
        elsewhere = POSTGRES.open(settings, TenancyLimits.DEFAULT);
        tenant = PostgresExtension.newTenant(here, "demo");
        other = PostgresExtension.newTenant(here, "other");
    }

    @AfterEach
    void close() {
        here.close();
        elsewhere.close();
    }

    @Test
    void knowsItsOwnCommitsAtOnceAndNothingOfARollback() {
        List<Told> told = told(here);
        assertThat(here.versions().known(tenant.id())).isZero();

        assertThat(bump(here, tenant)).isEqualTo(1);
        assertThatThrownBy(() -> here.database().inTransaction(tenant.id(), transaction -> {
                    transaction.bumpVersion();
                    throw new IllegalStateException("on purpose");
                }))
                .isInstanceOf(IllegalStateException.class);

        assertThat(here.versions().known(tenant.id())).isEqualTo(1);
        assertThat(here.versions().known(other.id())).isZero();
        assertThat(told).containsExactly(new Told(tenant.id(), 1, Origin.HERE));
    }

    @Test
    void tellsTheVersionAfterWhateverTheTransactionLeftToDo() {
        var order = new CopyOnWriteArrayList<String>();
        here.versions().listen((id, version, origin) -> order.add("told"));

        here.database().inTransaction(tenant.id(), transaction -> {
            long version = transaction.bumpVersion();
            transaction.afterCommit(() -> order.add("prepared"));
            return version;
        });

        assertThat(order).containsExactly("prepared", "told");
    }

    @Test
    void hearsOfOthersCommitsAtMostASecondLate() {
        assertThat(here.versions().known(tenant.id())).isZero();
        List<Told> told = told(here);
        bump(elsewhere, tenant);
        bump(elsewhere, tenant);
        assertThat(here.versions().known(tenant.id())).isZero();

        clock.advance(TenantDirectory.STALENESS_LIMIT);

        assertThat(here.versions().known(tenant.id())).isEqualTo(2);
        assertThat(told).containsExactly(new Told(tenant.id(), 2, Origin.ELSEWHERE));
    }

    @Test
    void missesNoCommitWhoseTransactionBeganBeforeOneItHasSeen() throws SQLException {
        try (Connection slow = PostgresExtension.connect(settings);
                Statement statement = slow.createStatement()) {
            slow.setAutoCommit(false);
            statement.execute("UPDATE " + tenant.schema() + ".settings SET data_version = data_version + 1");
            bump(elsewhere, other);
            assertThat(here.versions().known(other.id())).isEqualTo(1);
            assertThat(here.versions().known(tenant.id())).isZero();

            slow.commit();
        }
        clock.advance(TenantDirectory.STALENESS_LIMIT);

        assertThat(here.versions().known(tenant.id())).isEqualTo(1);
    }

    @Test
    void hearsOfVersionsThatOtherProgramsRaised() {
        PostgresExtension.execute(settings, "UPDATE " + tenant.schema() + ".settings SET data_version = 1000");

        assertThat(here.versions().known(tenant.id())).isEqualTo(1_000);
        assertThat(here.versions().known(other.id())).isZero();
    }

    @Test
    void asksForNoMoreThanHasChanged() {
        bump(elsewhere, tenant);
        bump(elsewhere, other);
        assertThat(here.versions().known(tenant.id())).isEqualTo(1);
        here.versions().correct(tenant.id(), 1, 0);
        bump(elsewhere, other);
        clock.advance(TenantDirectory.STALENESS_LIMIT);

        assertThat(here.versions().known(other.id())).isEqualTo(2);
        assertThat(here.versions().known(tenant.id())).isZero();
    }

    @Test
    void failsClosedWhenTheDatabaseDoesNotAnswer() {
        bump(here, tenant);
        assertThat(here.versions().known(tenant.id())).isEqualTo(1);
        here.close();
        assertThat(here.versions().known(tenant.id())).isEqualTo(1);

        clock.advance(TenantDirectory.STALENESS_LIMIT);

        assertThatThrownBy(() -> here.versions().known(tenant.id())).isInstanceOf(RuntimeException.class);
    }

    @Test
    void letsNoTenantWriteTheVersionsOfAnother() {
        for (String sql : List.of(
                "UPDATE directory.tenant_version SET version = 7", "SELECT directory.record_tenant_version()")) {
            SqlStates.assertEndsIn(
                    SqlStates.INSUFFICIENT_PRIVILEGE,
                    () -> here.database()
                            .inTransaction(
                                    tenant.id(),
                                    transaction -> transaction.createUpdate(sql).execute()));
        }
        SqlStates.assertEndsIn(
                SqlStates.INSUFFICIENT_PRIVILEGE,
                () -> here.directoryDatabase()
                        .inTransaction(transaction -> transaction
                                .createUpdate("UPDATE tenant_version SET version = 7")
                                .execute()));
    }

    private static List<Told> told(Tenancy tenancy) {
        var told = new CopyOnWriteArrayList<Told>();
        tenancy.versions().listen((id, version, origin) -> told.add(new Told(id, version, origin)));
        return told;
    }

    private static long bump(Tenancy tenancy, Tenant tenant) {
        return tenancy.database().inTransaction(tenant.id(), TenantTransaction::bumpVersion);
    }
}
