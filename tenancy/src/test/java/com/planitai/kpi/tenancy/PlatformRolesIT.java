package com.planitai.kpi.tenancy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.planitai.kpi.tenancy.embedded.EmbeddedDatabase;
import com.planitai.kpi.tenancy.embedded.EmbeddedOptions;
import com.planitai.kpi.tenancy.testing.PostgresExtension;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.Statement;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** On a server of its own, because roles belong to the whole server. */
class PlatformRolesIT {
    private static final Path BINARIES = Path.of(System.getProperty("java.io.tmpdir"), "planitai-kpi-test");

    @TempDir
    private Path folder;

    private EmbeddedDatabase server;
    private DatabaseSettings superuser;

    @BeforeEach
    void start() {
        server = EmbeddedDatabase.start(folder, new EmbeddedOptions(BINARIES, false));
        superuser = server.settings();
    }

    @AfterEach
    void stop() {
        server.close();
    }

    @Test
    void saysWhatIsMissingAndTheRemedyWhenTheUserMayNotMakeIt() {
        PostgresExtension.execute(superuser, "CREATE ROLE nobody LOGIN PASSWORD 'hidden'");

        assertThatThrownBy(() -> open(superuser.withUser("nobody", "hidden"), (byte) 1))
                .isInstanceOf(DatabaseNotPreparedException.class)
                .hasMessageContaining("role kpi_owner is missing")
                .hasMessageContaining("role kpi_provision is missing")
                .hasMessageContaining("role kpi_app is missing")
                .hasMessageContaining("CREATE ROLE kpi_owner NOLOGIN")
                .hasMessageContaining("DATABASE_URL")
                .message()
                .doesNotContain("hidden");
    }

    @Test
    void isSetUpByAnAdministratorWhoIsNoSuperuser() {
        PostgresExtension.execute(superuser, "CREATE ROLE keeper LOGIN CREATEROLE PASSWORD 'secret'");
        PostgresExtension.execute(superuser, "CREATE DATABASE kpi OWNER keeper");
        DatabaseSettings keeper = superuser.withDatabase("kpi").withUser("keeper", "secret");

        try (Tenancy tenancy = open(keeper, (byte) 1)) {
            tenancy.migrations().migrate();
            assertThat(PostgresExtension.newTenant(tenancy, "demo").state()).isEqualTo(Tenant.State.ACTIVE);
        }
    }

    @Test
    void needsNoAdministratorOnceEverythingIsThere() {
        open(superuser, (byte) 1).close();

        DatabaseSettings stranger = superuser.withUser("nobody", "wrong");
        try (Tenancy tenancy = open(stranger, (byte) 1)) {
            tenancy.migrations().migrate();
            assertThat(tenancy.isReachable()).isTrue();
        }
    }

    @Test
    void needsNoPasswordOfTheAdministratorOnceEverythingIsThere() {
        open(superuser, (byte) 1).close();

        try (Tenancy tenancy = open(withoutPassword(), (byte) 1)) {
            assertThat(tenancy.isReachable()).isTrue();
        }
    }

    @Test
    void saysWhatToRunWhenItHasNotEvenAPassword() {
        assertThatThrownBy(() -> open(withoutPassword(), (byte) 1))
                .isInstanceOf(DatabaseNotPreparedException.class)
                .hasMessageContaining("role kpi_app does not log in")
                .hasMessageContaining(withoutPassword() + ", who could mend that, cannot log in")
                .hasMessageContaining("Run migrate once")
                .hasMessageContaining("DATABASE_PASSWORD");
    }

    @Test
    void saysWhatToRunWhenTheMasterKeyIsAnotherAndThePasswordWrong() {
        open(superuser, (byte) 1).close();

        assertThatThrownBy(() -> open(superuser.withUser("nobody", "guess"), (byte) 2))
                .isInstanceOf(DatabaseNotPreparedException.class)
                .hasMessageContaining("role kpi_app does not log in with the password that MASTER_KEY gives")
                .hasMessageContaining("nobody")
                .message()
                .doesNotContain("guess");
    }

    @Test
    void isSetUpBySeveralInstancesAtOnce() throws Exception {
        int instances = 6;
        var together = new CyclicBarrier(instances);
        try (ExecutorService threads = Executors.newFixedThreadPool(instances)) {
            List<Future<Boolean>> starts = new ArrayList<>();
            for (int instance = 0; instance < instances; instance++) {
                starts.add(threads.submit(() -> {
                    together.await();
                    try (Tenancy tenancy = open(superuser, (byte) 1)) {
                        tenancy.migrations().migrate();
                        return tenancy.isReachable();
                    }
                }));
            }
            for (Future<Boolean> start : starts) {
                assertThat(start.get()).isTrue();
            }
        }
        assertThat(PostgresExtension.query(
                        superuser,
                        "SELECT version FROM directory.flyway_schema_history WHERE version IS NOT NULL"
                                + " ORDER BY installed_rank"))
                .doesNotHaveDuplicates()
                .endsWith(MigrationSet.DIRECTORY.expected());
    }

    @Test
    void followsANewMasterKey() {
        open(superuser, (byte) 1).close();

        try (Tenancy tenancy = open(superuser, (byte) 2)) {
            assertThat(tenancy.isReachable()).isTrue();
        }
    }

    @Test
    void repairsARoleWithTooMuchPower() {
        open(superuser, (byte) 1).close();
        PostgresExtension.execute(superuser, "ALTER ROLE kpi_app INHERIT CREATEROLE");

        open(superuser, (byte) 1).close();

        assertThat(PostgresExtension.query(
                        superuser,
                        "SELECT rolname FROM pg_roles WHERE rolname LIKE 'kpi%' AND (rolinherit OR rolsuper "
                                + "OR rolcreatedb OR rolbypassrls OR (rolcreaterole AND rolname <> 'kpi_provision'))"))
                .isEmpty();
    }

    @Test
    void keepsRolesApartFromWhatTheyMayBecome() throws Exception {
        try (Tenancy tenancy = open(superuser, (byte) 1)) {
            tenancy.migrations().migrate();
            Tenant tenant = PostgresExtension.newTenant(tenancy, "demo");
            try (Connection connection = tenancy.requestDataSource().getConnection();
                    Statement statement = connection.createStatement()) {
                for (String sql : new String[] {
                    "SET ROLE kpi_owner",
                    "SET ROLE kpi_provision",
                    "CREATE ROLE mine",
                    "SELECT 1 FROM " + tenant.schema() + ".settings",
                    "CREATE SCHEMA mine"
                }) {
                    SqlStates.assertEndsIn(SqlStates.INSUFFICIENT_PRIVILEGE, () -> statement.execute(sql));
                }
            }
        }
    }

    @Test
    void saysWhereItCannotConnect() {
        DatabaseSettings elsewhere = superuser.withDatabase("elsewhere");

        assertThatThrownBy(() -> open(elsewhere, (byte) 1))
                .isInstanceOf(DatabaseUnavailableException.class)
                .hasMessageContaining("elsewhere");
    }

    private DatabaseSettings withoutPassword() {
        return new DatabaseSettings(
                superuser.host(), superuser.port(), superuser.database(), superuser.user(), null, Map.of());
    }

    private static Tenancy open(DatabaseSettings settings, byte key) {
        byte[] masterKey = new byte[32];
        masterKey[0] = key;
        return Tenancy.open(settings, masterKey, TenancyLimits.DEFAULT, Clock.systemUTC(), UUID::randomUUID);
    }
}
