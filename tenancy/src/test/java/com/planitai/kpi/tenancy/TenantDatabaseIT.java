package com.planitai.kpi.tenancy;

import static com.planitai.kpi.tenancy.SqlStates.assertEndsIn;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.planitai.kpi.tenancy.testing.PostgresExtension;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TenantDatabaseIT {
    @RegisterExtension
    static final PostgresExtension POSTGRES = new PostgresExtension();

    private static final String WHO =
            "SELECT concat_ws(' ', current_user, current_schema(), current_setting('app.tenant'))";
    private static final String COPY = "COPY scenario (code, name) FROM STDIN (FORMAT csv)";

    private static Tenant first;
    private static Tenant second;

    @BeforeAll
    static void provision() {
        first = POSTGRES.newTenant("first");
        second = POSTGRES.newTenant("second");
    }

    @Test
    void actsAsTheTenantInItsSchema() {
        assertThat(written(first, WHO)).isEqualTo(first.role() + " " + first.schema() + " " + first.id());
        assertThat(read(second, WHO)).isEqualTo(second.role() + " " + second.schema() + " " + second.id());
    }

    @Test
    void givesANestedTransactionItsOwnConnection() {
        String outer = database().inTransaction(first.id(), transaction -> {
            database().inTransaction(second.id(), inner -> inner.bumpVersion());
            return text(transaction, WHO);
        });

        assertThat(outer).startsWith(first.role());
    }

    @Test
    void readsOneMomentAndWritesNothing() {
        database().reading(first.id(), transaction -> {
            assertThat(text(transaction, "SHOW transaction_isolation")).isEqualTo("repeatable read");
            String before = text(transaction, "SELECT data_version FROM settings");
            database().inTransaction(first.id(), TenantTransaction::bumpVersion);
            assertThat(text(transaction, "SELECT data_version FROM settings")).isEqualTo(before);
            return before;
        });
        assertEndsIn(SqlStates.READ_ONLY, () -> database().reading(first.id(), TenantTransaction::bumpVersion));
    }

    @Test
    void bumpsTheVersionOnceATransaction() {
        long before = database().inTransaction(first.id(), transaction -> {
            long version = transaction.bumpVersion();
            assertThat(transaction.bumpVersion()).isEqualTo(version);
            return version;
        });

        assertThat(database().inTransaction(first.id(), TenantTransaction::bumpVersion))
                .isEqualTo(before + 1);
    }

    @Test
    void callsBackAfterCommitInOrderAndWithTheConnectionReturned() {
        var seen = new ArrayList<String>();
        long version = database().inTransaction(first.id(), transaction -> {
            transaction.afterCommit(() -> seen.add("version "
                    + database().reading(first.id(), later -> text(later, "SELECT data_version FROM settings"))));
            transaction.afterCommit(() -> {
                throw new IllegalStateException("on purpose");
            });
            transaction.afterCommit(() -> seen.add("last"));
            long bumped = transaction.bumpVersion();
            assertThat(seen).isEmpty();
            return bumped;
        });

        assertThat(seen).containsExactly("version " + version, "last");
    }

    @Test
    void callsNothingBackAfterRollback() {
        var seen = new ArrayList<String>();
        assertThatThrownBy(() -> database().inTransaction(first.id(), transaction -> {
                    transaction.afterCommit(() -> seen.add("called"));
                    throw new IllegalStateException("on purpose");
                }))
                .hasMessage("on purpose");

        assertThat(seen).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"observation_history", "audit_event", "kpi_version"})
    void onlyAppendsToHistory(String table) {
        for (String sql : List.of("DELETE FROM " + table, "TRUNCATE " + table)) {
            assertEndsIn(SqlStates.INSUFFICIENT_PRIVILEGE, () -> run(first, sql));
        }
        String column = table.equals("audit_event") ? "action = 'x'" : "version = 2";
        assertEndsIn(SqlStates.INSUFFICIENT_PRIVILEGE, () -> run(first, "UPDATE " + table + " SET " + column));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "CREATE TABLE mine (id int)",
                "ALTER TABLE member ADD COLUMN mine int",
                "DROP TABLE audit_event",
                "TRUNCATE member CASCADE",
                "SELECT 1 FROM directory.tenant",
                "SELECT 1 FROM directory.signing_key",
                "SELECT 1 FROM flyway_schema_history"
            })
    void refusesWhatATenantMayNotDo(String sql) {
        assertEndsIn(SqlStates.INSUFFICIENT_PRIVILEGE, () -> run(first, sql));
    }

    @Test
    void ownsNothingAndHasNoPowerAsATenant() {
        String role = "(SELECT oid FROM pg_roles WHERE rolname = '" + first.role() + "')";
        for (String query : List.of(
                "SELECT relname FROM pg_class WHERE relowner = " + role,
                "SELECT nspname FROM pg_namespace WHERE nspowner = " + role,
                "SELECT proname FROM pg_proc WHERE proowner = " + role,
                "SELECT rolname FROM pg_roles WHERE oid = " + role
                        + " AND (rolcanlogin OR rolsuper OR rolcreaterole OR rolcreatedb OR rolbypassrls)",
                "SELECT roleid FROM pg_auth_members WHERE member = " + role)) {
            assertThat(PostgresExtension.query(POSTGRES.database(), query)).isEmpty();
        }
        assertThat(PostgresExtension.query(
                        POSTGRES.database(),
                        "SELECT DISTINCT tableowner FROM pg_tables WHERE schemaname = '" + first.schema() + "'"))
                .containsExactly(PlatformRoles.OWNER);
    }

    @Test
    void seesNothingOutsideATransactionOfATenant() {
        for (String table : List.of(first.schema() + ".member", second.schema() + ".settings")) {
            assertEndsIn(
                    SqlStates.INSUFFICIENT_PRIVILEGE,
                    () -> POSTGRES.tenancy()
                            .directoryDatabase()
                            .inTransaction(transaction -> text(transaction, "SELECT 1 FROM " + table)));
        }
    }

    @Test
    void refusesUnknownTenants() {
        assertThatThrownBy(() -> database().inTransaction(new TenantId(UUID.randomUUID()), tx -> ""))
                .isInstanceOf(TenantUnavailableException.class);
    }

    @Test
    void refusesStatementsOfAnEndedTransaction() {
        var kept = new ArrayList<TenantTransaction>();
        database().inTransaction(first.id(), kept::add);

        assertThatThrownBy(() -> kept.getFirst().createQuery("SELECT 1")).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void copiesRowsIn() {
        byte[] rows = "copied-1,First\ncopied-2,Second\n".getBytes(StandardCharsets.UTF_8);
        long copied = database().inTransaction(first.id(), transaction -> {
            long fromStream = transaction.copyIn(COPY, new ByteArrayInputStream(rows));
            return fromStream
                    + transaction.copyIn(COPY, out -> {
                        for (int index = 0; index < 20_000; index++) {
                            out.write(("many-" + index + ",Many\n").getBytes(StandardCharsets.UTF_8));
                        }
                    });
        });

        assertThat(copied).isEqualTo(20_002);
        assertThat(read(first, "SELECT count(*) FROM scenario WHERE name = 'Many'"))
                .isEqualTo("20000");
    }

    @Test
    void copiesNothingWhenItsWriterFails() {
        assertThatThrownBy(() -> database()
                        .inTransaction(
                                second.id(),
                                transaction -> transaction.copyIn(COPY, out -> {
                                    out.write("half,Half\n".getBytes(StandardCharsets.UTF_8));
                                    throw new IOException("on purpose");
                                })))
                .hasRootCauseMessage("on purpose");

        assertThat(read(second, "SELECT count(*) FROM scenario")).isEqualTo("3");
    }

    @Test
    void endsCleanWhenCancelledFromOutside() {
        assertEndsIn(
                SqlStates.CANCELLED,
                () -> database().inTransaction(first.id(), transaction -> {
                    String process = text(transaction, "SELECT pg_backend_pid()");
                    Thread.startVirtualThread(() -> cancelOnceAsleep(process));
                    return text(transaction, "SELECT pg_sleep(30)::text");
                }));

        assertThat(PoolInspection.idleSessions(POSTGRES.tenancy()))
                .extracting(PoolInspection.Session::user)
                .containsOnly(PlatformRoles.APP);
    }

    private static void cancelOnceAsleep(String process) {
        String sql =
                "SELECT pg_cancel_backend(pid) FROM pg_stat_activity WHERE wait_event = 'PgSleep' AND pid = " + process;
        while (PostgresExtension.query(POSTGRES.database(), sql).isEmpty()) {
            Thread.onSpinWait();
        }
    }

    private static TenantDatabase database() {
        return POSTGRES.tenancy().database();
    }

    private static void run(Tenant tenant, String sql) {
        database()
                .inTransaction(
                        tenant.id(),
                        transaction -> transaction.createUpdate(sql).execute());
    }

    private static String written(Tenant tenant, String sql) {
        return database().inTransaction(tenant.id(), transaction -> text(transaction, sql));
    }

    private static String read(Tenant tenant, String sql) {
        return database().reading(tenant.id(), transaction -> text(transaction, sql));
    }

    private static String text(SqlTransaction transaction, String sql) {
        return transaction.createQuery(sql).mapTo(String.class).one();
    }
}
