package com.planitai.kpi.server.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.planitai.kpi.server.files.BucketSettings;
import com.planitai.kpi.server.identity.IdentitySettings.SignUp;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.AbstractMap;
import java.util.Base64;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Objects;
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
        Map<String, String> wrong = Map.ofEntries(
                Map.entry("ENVIRONMENT", "moon"),
                Map.entry("PORT", "eighty"),
                Map.entry("MANAGEMENT_PORT", "70000"),
                Map.entry("ACCESS_TOKEN_TTL", "PT-5M"),
                Map.entry("DRAIN_TIME", "soon"),
                Map.entry("SIGNUP", "maybe"),
                Map.entry("OPERATOR_EMAIL", "operator@example.com"),
                Map.entry("DATABASE_URL", "mysql://host/db"),
                Map.entry("OBJECT_STORE", "s3://B/../x?endpoint=ftp://host&colour=red"),
                Map.entry("MASTER_KEY", "short"));

        assertThatExceptionOfType(StartFailure.class)
                .isThrownBy(() -> ConfigurationReader.read(wrong, "0.0.0.0"))
                .satisfies(failure -> assertThat(failure.getMessage())
                        .contains("ENVIRONMENT: expected one of development, staging, production, got 'moon'")
                        .contains("PORT: ", "MANAGEMENT_PORT: ", "ACCESS_TOKEN_TTL: ", "DRAIN_TIME: ", "SIGNUP: ")
                        .contains("OPERATOR_PASSWORD: expected together with OPERATOR_EMAIL")
                        .contains("DATABASE_URL: ", "MASTER_KEY: ")
                        .contains(
                                "OBJECT_STORE: bucket: expected 3 to 63",
                                "OBJECT_STORE: prefix: expected folders",
                                "OBJECT_STORE: endpoint: expected http[s]://host[:port]",
                                "OBJECT_STORE: parameter 'colour': not supported",
                                "OBJECT_STORE: region: expected ?region=… here, or AWS_REGION, got nothing"));
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
    void readsTheBucketAndTakesTheRegionFromTheUrlFirst() {
        Configuration named = ConfigurationReader.read(
                Map.of(
                        "OBJECT_STORE",
                        "s3://planitai-kpi-files/eu/live?region=eu-west-1&endpoint=http%3A%2F%2F127.0.0.1%3A9000",
                        "AWS_REGION",
                        "ap-northeast-1"),
                "0.0.0.0");
        Configuration standard = ConfigurationReader.read(
                Map.of("OBJECT_STORE", "s3://planitai-kpi-files", "AWS_REGION", "ap-northeast-1"), "0.0.0.0");

        assertThat(named.bucket())
                .isEqualTo(new BucketSettings(
                        "planitai-kpi-files", "eu/live/", "eu-west-1", URI.create("http://127.0.0.1:9000")));
        assertThat(standard.bucket()).isEqualTo(new BucketSettings("planitai-kpi-files", "", "ap-northeast-1", null));
        assertThat(ConfigurationReader.read(Map.of(), "0.0.0.0").bucket()).isNull();
    }

    @Test
    void takesThePasswordFromItsOwnVariableWhenTheUrlHasNone() {
        Configuration configuration = ConfigurationReader.read(
                Map.of("DATABASE_URL", "postgresql://kpi@db/kpi", "DATABASE_PASSWORD", "hunter2"), "0.0.0.0");

        assertThat(Objects.requireNonNull(configuration.database()).password()).isEqualTo("hunter2");
        assertThat(configuration + " " + configuration.database()).doesNotContain("hunter2");
    }

    @Test
    void refusesAPasswordTooManyAndOneForNoDatabase() {
        assertThatExceptionOfType(StartFailure.class)
                .isThrownBy(() -> ConfigurationReader.read(
                        Map.of("DATABASE_URL", "postgresql://kpi:hunter1@db/kpi", "DATABASE_PASSWORD", "hunter2"),
                        "0.0.0.0"))
                .withMessageContaining("DATABASE_PASSWORD: expected a password here or in DATABASE_URL, got both")
                .satisfies(failure -> assertThat(failure.getMessage()).doesNotContain("hunter"));
        assertThatExceptionOfType(StartFailure.class)
                .isThrownBy(() -> ConfigurationReader.read(Map.of("DATABASE_PASSWORD", "hunter2"), "0.0.0.0"))
                .withMessageContaining("DATABASE_PASSWORD: expected together with DATABASE_URL");
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
        assertThat(explained).containsExactly("DEMO_PASSWORD");
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
