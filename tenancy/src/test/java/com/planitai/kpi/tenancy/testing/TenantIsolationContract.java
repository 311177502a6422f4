package com.planitai.kpi.tenancy.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import com.planitai.kpi.tenancy.PoolInspection;
import com.planitai.kpi.tenancy.PoolInspection.Session;
import com.planitai.kpi.tenancy.Tenancy;
import com.planitai.kpi.tenancy.Tenant;
import com.planitai.kpi.tenancy.TenantTransaction;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;

/**
 * What holds for every repository, whatever it stores: a tenant never sees another's rows, and nothing of a transaction
 * stays in the pool. Inherit it beside the repository's own tests.
 *
 * @param <K> what the repository finds its rows by: an id, a code, a composite
 */
@TestInstance(Lifecycle.PER_CLASS)
public abstract class TenantIsolationContract<K> {
    private static final String INSUFFICIENT_PRIVILEGE = "42501";
    private static final String CANCELLED = "57014";

    private Tenant first;
    private Tenant second;

    /** Usually {@code POSTGRES.tenancy()}. */
    protected abstract Tenancy tenancy();

    /** Writes one more row through the repository and answers what finds it. */
    protected abstract K write(TenantTransaction transaction);

    /** Reads through the repository what the key finds, empty when there is nothing. */
    protected abstract Optional<?> read(TenantTransaction transaction, K key);

    /** Tables that the repository uses. */
    protected abstract List<String> tables();

    @BeforeAll
    final void provisionTwoTenants() {
        String suffix = UUID.randomUUID().toString().substring(0, 8);
        first = PostgresExtension.newTenant(tenancy(), "first-" + suffix);
        second = PostgresExtension.newTenant(tenancy(), "second-" + suffix);
    }

    protected final Tenant first() {
        return first;
    }

    protected final Tenant second() {
        return second;
    }

    @Test
    void findsWhatItsOwnTenantWrote() {
        K key = writeAsFirst();

        assertThat(readAs(first, key)).isPresent();
    }

    @Test
    void findsNothingByTheKeysOfAnotherTenant() {
        K key = writeAsFirst();

        assertThat(readAs(second, key)).isEmpty();
    }

    @Test
    void endsInInsufficientPrivilegeWhenAStatementNamesAnotherSchema() {
        for (String table : tables()) {
            String sql = "SELECT 1 FROM " + first.schema() + "." + table;
            assertThatThrownBy(() -> tenancy()
                            .database()
                            .inTransaction(
                                    second.id(),
                                    transaction -> transaction
                                            .createQuery(sql)
                                            .mapTo(Integer.class)
                                            .list()))
                    .rootCause()
                    .isInstanceOfSatisfying(
                            SQLException.class,
                            failure -> assertThat(failure.getSQLState()).isEqualTo(INSUFFICIENT_PRIVILEGE));
        }
    }

    @Test
    void leavesNothingInThePoolAfterCommit() {
        writeAsFirst();

        assertPoolIsClean();
    }

    @Test
    void leavesNothingInThePoolOrTheTablesAfterRollback() {
        var keys = new ArrayList<K>();
        Throwable thrown = catchThrowable(() -> tenancy().database().inTransaction(first.id(), transaction -> {
            keys.add(write(transaction));
            throw new IllegalStateException("on purpose");
        }));

        assertThat(thrown).isInstanceOf(IllegalStateException.class).hasMessage("on purpose");
        assertThat(readAs(first, keys.getFirst())).isEmpty();
        assertPoolIsClean();
    }

    @Test
    void leavesNothingInThePoolOrTheTablesAfterCancel() {
        var keys = new ArrayList<K>();
        assertThatThrownBy(() -> tenancy().database().inTransaction(first.id(), transaction -> {
                    keys.add(write(transaction));
                    transaction.statementTimeout(Duration.ofMillis(20));
                    return transaction
                            .createQuery("SELECT pg_sleep(30)::text")
                            .mapTo(String.class)
                            .one();
                }))
                .rootCause()
                .isInstanceOfSatisfying(
                        SQLException.class,
                        failure -> assertThat(failure.getSQLState()).isEqualTo(CANCELLED));

        assertThat(readAs(first, keys.getFirst())).isEmpty();
        assertPoolIsClean();
    }

    private K writeAsFirst() {
        return tenancy().database().inTransaction(first.id(), this::write);
    }

    private Optional<?> readAs(Tenant tenant, K key) {
        return tenancy().database().<Optional<?>>reading(tenant.id(), transaction -> read(transaction, key));
    }

    private void assertPoolIsClean() {
        List<Session> sessions = PoolInspection.idleSessions(tenancy());
        assertThat(sessions).isNotEmpty().allSatisfy(session -> {
            assertThat(session.user()).isEqualTo("kpi_app");
            assertThat(session.searchPath()).isEqualTo("pg_catalog");
            assertThat(session.tenant()).isEmpty();
            assertThat(session.transactionReadOnly()).isEqualTo("off");
        });
        assertThat(sessions).extracting(Session::statementTimeout).containsOnly("30s");
    }
}
