package com.planitai.kpi.server.app;

import static java.util.Map.entry;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.planitai.kpi.server.files.BucketSettings;
import com.planitai.kpi.server.identity.IdentitySettings.SignUp;
import com.planitai.kpi.server.observation.ObservationSettings;
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
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

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
        assertThat(configuration.redis()).isNull();
        assertThat(configuration.rateLimited()).isTrue();
        assertThat(configuration.listener().trustedHops()).isZero();
    }

    @Test
    void limitsAlwaysInProduction() {
        assertThat(ConfigurationReader.read(Map.of("RATE_LIMITS", "off"), "127.0.0.1")
                        .rateLimited())
                .isFalse();
        assertThatExceptionOfType(StartFailure.class)
                .isThrownBy(() ->
                        ConfigurationReader.read(Map.of("ENVIRONMENT", "production", "RATE_LIMITS", "off"), "0.0.0.0"))
                .withMessageContaining("RATE_LIMITS: expected on in production, got 'off'");
    }

    @Test
    void reportsAllFaultsAtOnce() {
        Map<String, String> wrong = Map.ofEntries(
                entry("ENVIRONMENT", "moon"),
                entry("PORT", "eighty"),
                entry("MANAGEMENT_PORT", "70000"),
                entry("ACCESS_TOKEN_TTL", "PT-5M"),
                entry("DRAIN_TIME", "soon"),
                entry("SIGNUP", "maybe"),
                entry("OTEL_TRACES_SAMPLER_ARG", "NaN"),
                entry("OTEL_EXPORTER_OTLP_ENDPOINT", "collector:4318"),
                entry("OPERATOR_EMAIL", "operator@example.com"),
                entry("DATABASE_URL", "mysql://host/db"),
                entry("OBJECT_STORE", "s3://B/../x?endpoint=ftp://host&colour=red"),
                entry("REDIS_URL", "redis://:0/99"),
                entry("RATE_LIMITS", "sometimes"),
                entry("TRUSTED_PROXY_HOPS", "-1"),
                entry("MASTER_KEY", "short"));

        assertThatExceptionOfType(StartFailure.class)
                .isThrownBy(() -> ConfigurationReader.read(wrong, "0.0.0.0"))
                .satisfies(failure -> assertThat(failure.getMessage())
                        .contains("ENVIRONMENT: expected one of development, staging, production, got 'moon'")
                        .contains("PORT: ", "MANAGEMENT_PORT: ", "ACCESS_TOKEN_TTL: ", "DRAIN_TIME: ", "SIGNUP: ")
                        .contains("OTEL_TRACES_SAMPLER_ARG: ", "OTEL_EXPORTER_OTLP_ENDPOINT: ")
                        .contains("OPERATOR_PASSWORD: expected together with OPERATOR_EMAIL")
                        .contains("REDIS_URL: host: ", "REDIS_URL: port: ", "REDIS_URL: database: ")
                        .contains("RATE_LIMITS: ", "TRUSTED_PROXY_HOPS: expected a number from 0 to 10, got '-1'")
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
    void refusesTheSecretsOfDevelopmentElsewhere() {
        Map<String, String> variables = new HashMap<>(Map.of(
                "MASTER_KEY", KEY,
                "DATABASE_URL", "postgresql://kpi:development-only@postgres/planitai",
                "A_LATER_SECRET", "x-development-only"));
        for (String environment : Set.of("staging", "production")) {
            variables.put("ENVIRONMENT", environment);
            assertThatExceptionOfType(StartFailure.class)
                    .isThrownBy(() -> ConfigurationReader.read(variables, "0.0.0.0"))
                    .withMessageContaining("A_LATER_SECRET: holds the secret of development")
                    .withMessageContaining("DATABASE_URL: holds the secret of development")
                    .withMessageNotContaining("development-only")
                    .withMessageNotContaining("MASTER_KEY");
        }
        variables.put("ENVIRONMENT", "development");
        assertThat(ConfigurationReader.read(variables, "0.0.0.0").database()).isNotNull();
    }

    @Test
    void staysForBalancersToNoticeOutsideDevelopment() {
        assertThat(ConfigurationReader.read(Map.of(), "0.0.0.0").listener().lameDuckTime())
                .isZero();
        Map<String, String> production = new HashMap<>(Map.of(
                "ENVIRONMENT", "production", "MASTER_KEY", KEY, "DATABASE_URL", "postgresql://kpi:s3cret@db/kpi"));
        assertThat(ConfigurationReader.read(production, "0.0.0.0").listener().lameDuckTime())
                .isEqualTo(Duration.ofSeconds(5));

        production.putAll(Map.of("DRAIN_TIME", "PT8S", "LAME_DUCK_TIME", "PT8S"));
        assertThatExceptionOfType(StartFailure.class)
                .isThrownBy(() -> ConfigurationReader.read(production, "0.0.0.0"))
                .withMessageContaining("LAME_DUCK_TIME: expected less than DRAIN_TIME, which is PT8S, got 'PT8S'");
    }

    @Test
    void neverRepeatsASecret() {
        Map<String, String> secrets = new HashMap<>(Map.of(
                "MASTER_KEY", "hunter2-key",
                "OPERATOR_EMAIL", "operator@example.com",
                "OPERATOR_PASSWORD", "hunter2",
                "REDIS_URL", "redis://kpi:hunter2@host/first",
                "DATABASE_URL", "postgresql://kpi:hunter2@host:notaport/db"));
        assertThatExceptionOfType(StartFailure.class)
                .isThrownBy(() -> ConfigurationReader.read(secrets, "0.0.0.0"))
                .satisfies(failure -> assertThat(failure.getMessage())
                        .contains("MASTER_KEY", "OPERATOR_PASSWORD", "DATABASE_URL", "REDIS_URL")
                        .doesNotContain("hunter2"));

        secrets.putAll(Map.of(
                "MASTER_KEY", KEY,
                "OPERATOR_PASSWORD", "hunter2hunter2",
                "REDIS_URL", "rediss://kpi:hunter2@host",
                "DATABASE_URL", "postgresql://kpi:hunter2@host/db"));
        Configuration configuration = ConfigurationReader.read(secrets, "0.0.0.0");
        assertThat(configuration + " " + configuration.identity() + " " + configuration.database() + " "
                        + configuration.redis())
                .doesNotContain("hunter2", KEY);
    }

    @Test
    void sendsNoTracesUnlessSomebodySaysWhereTo() {
        assertThat(ConfigurationReader.read(Map.of(), "0.0.0.0").observation())
                .isEqualTo(ObservationSettings.WITHOUT_TRACES);

        ObservationSettings observation = ConfigurationReader.read(
                        Map.of(
                                "OTEL_EXPORTER_OTLP_ENDPOINT", "http://collector:4318",
                                "OTEL_SERVICE_NAME", "kpi",
                                "OTEL_TRACES_SAMPLER_ARG", "0.1"),
                        "0.0.0.0")
                .observation();

        assertThat(observation)
                .isEqualTo(new ObservationSettings(URI.create("http://collector:4318"), "kpi", "development", 0.1));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://user:hunter2@collector",
                "http://collector?key=hunter2",
                "grpc://hunter2",
                "http://hunter2/ /"
            })
    void refusesCollectorsThatItCannotReachWithoutRepeatingThem(String endpoint) {
        assertThatExceptionOfType(StartFailure.class)
                .isThrownBy(() -> ConfigurationReader.read(Map.of("OTEL_EXPORTER_OTLP_ENDPOINT", endpoint), "0.0.0.0"))
                .withMessageContaining("OTEL_EXPORTER_OTLP_ENDPOINT: expected http[s]://host")
                .satisfies(failure -> assertThat(failure.getMessage()).doesNotContain("hunter2"));
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
