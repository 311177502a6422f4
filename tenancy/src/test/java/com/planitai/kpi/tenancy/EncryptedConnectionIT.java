package com.planitai.kpi.tenancy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.planitai.kpi.tenancy.embedded.EmbeddedDatabase;
import com.planitai.kpi.tenancy.embedded.EmbeddedOptions;
import com.planitai.kpi.tenancy.testing.PostgresExtension;
import java.nio.file.Path;
import java.time.Clock;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** TLS to a PostgreSQL whose certificate is for {@code localhost}, by an authority of its own: as in the cloud. */
class EncryptedConnectionIT {
    private static final Path BINARIES = Path.of(System.getProperty("java.io.tmpdir"), "planitai-kpi-test");

    private static final String AUTHORITY = "Authority of this test";

    @TempDir
    private static Path folder;

    private static EmbeddedDatabase server;
    private static Certificates certificates;

    @BeforeAll
    static void start() throws Exception {
        certificates = Certificates.make(folder.resolve("certificates"), AUTHORITY);
        server = EmbeddedDatabase.start(folder.resolve("database"), new EmbeddedOptions(BINARIES, false));
        for (String setting : new String[] {
            "ssl_cert_file = '" + certificates.certificate() + "'",
            "ssl_key_file = '" + certificates.key() + "'",
            "ssl = on"
        }) {
            PostgresExtension.execute(server.settings(), "ALTER SYSTEM SET " + setting);
        }
        PostgresExtension.query(server.settings(), "SELECT pg_reload_conf()::text");
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @Test
    void connectsWhenTheAuthorityAndTheNameAreRight() {
        try (Tenancy tenancy = open("localhost", certificates.authority())) {
            tenancy.migrations().migrate();

            assertThat(tenancy.isReachable()).isTrue();
            assertThat(PostgresExtension.query(server.settings(), """
                    SELECT DISTINCT usename || ' ' || ssl
                    FROM pg_stat_activity JOIN pg_stat_ssl USING (pid)
                    WHERE usename LIKE 'kpi%'
                    ORDER BY 1
                    """))
                    .containsExactly("kpi_app true", "kpi_provision true");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"Somebody else", AUTHORITY})
    void refusesAServerOfAnotherAuthorityWhateverItCallsItself(String name) throws Exception {
        Path others =
                Certificates.make(folder.resolve("others of " + name), name).authority();

        assertThatThrownBy(() -> open("localhost", others))
                .isInstanceOf(DatabaseUnavailableException.class)
                .hasMessageContaining("no authority in sslrootcert (" + others + ") vouches for the certificate");
    }

    @Test
    void refusesAServerUnderANameThatIsNotInItsCertificate() {
        assertThatThrownBy(() -> open("127.0.0.1", certificates.authority()))
                .isInstanceOf(DatabaseUnavailableException.class)
                .hasMessageContaining("127.0.0.1 could not be verified");
    }

    @Test
    void saysThatTheFileOfAuthoritiesIsMissing() {
        Path missing = folder.resolve("missing.pem");

        assertThatThrownBy(() -> open("localhost", missing))
                .isInstanceOf(DatabaseUnavailableException.class)
                .hasMessageContaining(missing.toString());
    }

    private static Tenancy open(String host, Path authority) {
        DatabaseSettings direct = server.settings();
        String url = "postgresql://%s:%s@%s:%d/%s?sslmode=verify-full&sslrootcert=%s"
                .formatted(
                        direct.user(),
                        direct.password(),
                        host,
                        direct.port(),
                        direct.database(),
                        authority.toString().replace(" ", "%20"));
        return switch (DatabaseSettings.parse(url)) {
            case DatabaseSettings.Parsed.Accepted(DatabaseSettings settings) ->
                Tenancy.open(settings, new byte[32], TenancyLimits.DEFAULT, Clock.systemUTC(), UUID::randomUUID);
            case DatabaseSettings.Parsed.Refused(var faults) -> throw new AssertionError(faults);
        };
    }
}
