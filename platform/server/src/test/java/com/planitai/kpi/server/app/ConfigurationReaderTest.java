package com.planitai.kpi.server.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.planitai.kpi.server.identity.IdentitySettings.SignUp;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.AbstractMap;
import java.util.Base64;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class ConfigurationReaderTest {
    private static final String KEY = Base64.getEncoder().encodeToString(new byte[32]);
    private static final Path TABLE = Path.of("../docs/configuration.md");
    private static final Pattern ROW = Pattern.compile("(?m)^\\| `([A-Z_]+)`");

    @Test
    void needsNothingForDevelopment() {
        Configuration configuration = ConfigurationReader.read(Map.of(), "127.0.0.1");

        assertThat(configuration.listener().port()).isEqualTo(8000);
        assertThat(configuration.listener().managementPort()).isEqualTo(9090);
        assertThat(configuration.listener().bind()).isEqualTo("127.0.0.1");
        assertThat(configuration.identity().accessTokenLifetime()).isEqualTo(Duration.ofMinutes(5));
        assertThat(configuration.identity().signUp()).isEqualTo(SignUp.OPEN);
        assertThat(configuration.migratesItself()).isTrue();
    }

    @Test
    void reportsAllFaultsAtOnce() {
        Map<String, String> wrong = Map.of(
                "ENVIRONMENT", "moon",
                "PORT", "eighty",
                "MANAGEMENT_PORT", "70000",
                "ACCESS_TOKEN_TTL", "PT-5M",
                "DRAIN_TIME", "soon",
                "SIGNUP", "maybe",
                "OPERATOR_EMAIL", "operator@example.com",
                "DATABASE_URL", "mysql://host/db",
                "MASTER_KEY", "short");

        assertThatExceptionOfType(StartFailure.class)
                .isThrownBy(() -> ConfigurationReader.read(wrong, "0.0.0.0"))
                .satisfies(failure -> assertThat(failure.getMessage())
                        .contains("ENVIRONMENT: expected one of development, staging, production, got 'moon'")
                        .contains("PORT: ", "MANAGEMENT_PORT: ", "ACCESS_TOKEN_TTL: ", "DRAIN_TIME: ", "SIGNUP: ")
                        .contains("OPERATOR_PASSWORD: expected together with OPERATOR_EMAIL")
                        .contains("DATABASE_URL: ", "MASTER_KEY: "));
    }

    @Test
    void needsADatabaseAndAMasterKeyOutsideDevelopment() {
        for (String environment : Set.of("staging", "production")) {
            assertThatExceptionOfType(StartFailure.class)
                    .isThrownBy(() -> ConfigurationReader.read(Map.of("ENVIRONMENT", environment), "0.0.0.0"))
                    .withMessageContaining("MASTER_KEY: expected base64 of 32 random bytes, got nothing")
                    .withMessageContaining("DATABASE_URL: expected");
        }
        Configuration production = ConfigurationReader.read(
                Map.of(
                        "ENVIRONMENT",
                        "production",
                        "MASTER_KEY",
                        KEY,
                        "DATABASE_URL",
                        "postgresql://kpi:s3cret@db/kpi"),
                "0.0.0.0");
        assertThat(production.migratesItself()).isFalse();
        assertThat(production.identity().signUp()).isEqualTo(SignUp.CLOSED);
    }

    @Test
    void neverRepeatsASecret() {
        Map<String, String> secrets = new HashMap<>(Map.of(
                "MASTER_KEY", "hunter2-key",
                "OPERATOR_EMAIL", "operator@example.com",
                "OPERATOR_PASSWORD", "hunter2",
                "DATABASE_URL", "postgresql://kpi:hunter2@host:notaport/db"));
        assertThatExceptionOfType(StartFailure.class)
                .isThrownBy(() -> ConfigurationReader.read(secrets, "0.0.0.0"))
                .satisfies(failure -> assertThat(failure.getMessage())
                        .contains("MASTER_KEY", "OPERATOR_PASSWORD", "DATABASE_URL")
                        .doesNotContain("hunter2"));

        secrets.putAll(Map.of(
                "MASTER_KEY", KEY,
                "OPERATOR_PASSWORD", "hunter2hunter2",
                "DATABASE_URL", "postgresql://kpi:hunter2@host/db"));
        Configuration configuration = ConfigurationReader.read(secrets, "0.0.0.0");
        assertThat(configuration + " " + configuration.identity() + " " + configuration.database())
                .doesNotContain("hunter2", KEY);
    }

    @Test
    void readsExactlyTheVariablesThatTheTableExplains() throws IOException {
        Set<String> asked = new HashSet<>();
        ConfigurationReader.read(new Recording(asked), "0.0.0.0");
        Set<String> explained = ROW.matcher(Files.readString(TABLE))
                .results()
                .map(row -> row.group(1))
                .collect(Collectors.toSet());

        assertThat(explained).containsAll(asked);
        explained.removeAll(asked);
        assertThat(explained).containsExactlyInAnyOrder("DEMO_PASSWORD", "OWNER_PASSWORD", "PREVIOUS_MASTER_KEY");
    }

    /** An empty environment that remembers what was looked for. */
    private static final class Recording extends AbstractMap<String, String> {
        private final Set<String> asked;

        Recording(Set<String> asked) {
            this.asked = asked;
        }

        @Override
        public @Nullable String get(Object name) {
            asked.add((String) name);
            return null;
        }

        @Override
        public Set<Entry<String, String>> entrySet() {
            return Set.of();
        }
    }
}
