package com.planitai.kpi.server.app;

import com.planitai.kpi.server.app.Configuration.EnvironmentName;
import com.planitai.kpi.server.coordination.RedisSettings;
import com.planitai.kpi.server.files.BucketSettings;
import com.planitai.kpi.server.identity.IdentitySettings;
import com.planitai.kpi.server.identity.IdentitySettings.FirstOperator;
import com.planitai.kpi.server.identity.IdentitySettings.SignUp;
import com.planitai.kpi.server.listener.ListenerSettings;
import com.planitai.kpi.server.secret.MasterKey;
import com.planitai.kpi.tenancy.DatabaseSettings;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Reads the configuration and reports everything that is wrong with it at once. The table of names is in configuration.md. */
final class ConfigurationReader {
    /** Where everything but the demo listens unless it is told otherwise. */
    static final String ALL_INTERFACES = "0.0.0.0";

    static final int DEFAULT_PORT = 8000;
    static final int DEFAULT_MANAGEMENT_PORT = 9090;
    /** Part of every secret that docker-compose.yml gives to everybody; whoever can read the file knows it. */
    private static final String DEVELOPMENT_SECRET = "development-only";

    private static final int MIN_OPERATOR_PASSWORD_CHARACTERS = 12;
    private static final int MAX_PROXY_HOPS = 10;
    private static final Duration DEFAULT_ACCESS_TOKEN_TTL = Duration.ofMinutes(5);
    private static final Duration DEFAULT_DRAIN_TIME = Duration.ofSeconds(20);
    private static final int LAME_DUCK_PARTS_OF_DRAIN_TIME = 4;

    private enum Switch {
        ON,
        OFF
    }

    private ConfigurationReader() {}

    /**
     * The configuration, with loopback as the default address where the command asks for it.
     *
     * @throws StartFailure naming every fault
     */
    static Configuration read(Map<String, String> environment, String defaultBind) {
        Variables variables = new Variables(environment);
        EnvironmentName name = variables.choice("ENVIRONMENT", EnvironmentName.DEVELOPMENT, EnvironmentName.class);
        Configuration configuration = new Configuration(
                name,
                listener(variables, name, defaultBind),
                identity(variables, name),
                ObservationVariables.read(variables, name),
                database(variables, name),
                bucket(variables),
                redis(variables),
                rateLimited(variables, name),
                masterKey(variables, name),
                dataFolder(variables),
                Path.of(variables.text("PLUGINS_DIR").orElse("plugins/target/archives"))
                        .toAbsolutePath()
                        .normalize());
        if (name != EnvironmentName.DEVELOPMENT) {
            variables.refuse(DEVELOPMENT_SECRET);
        }
        List<String> faults = variables.faults();
        if (!faults.isEmpty()) {
            throw new StartFailure("the configuration is not usable:\n  " + String.join("\n  ", faults));
        }
        return configuration;
    }

    static Path dataFolder(Variables variables) {
        return Path.of(variables.text("DATA_DIR").orElse(".data"))
                .toAbsolutePath()
                .normalize();
    }

    private static ListenerSettings listener(Variables variables, EnvironmentName environment, String defaultBind) {
        Duration drain = variables.duration("DRAIN_TIME", DEFAULT_DRAIN_TIME);
        Duration lameDuck = variables.duration(
                "LAME_DUCK_TIME",
                // Nobody balances in front of a developer's machine, where a stop should be a stop.
                environment == EnvironmentName.DEVELOPMENT
                        ? Duration.ZERO
                        : drain.dividedBy(LAME_DUCK_PARTS_OF_DRAIN_TIME));
        if (lameDuck.compareTo(drain) >= 0) {
            variables.fault(
                    "LAME_DUCK_TIME", "expected less than DRAIN_TIME, which is " + drain + ", got '" + lameDuck + "'");
            lameDuck = Duration.ZERO;
        }
        return new ListenerSettings(
                variables.text("BIND").orElse(defaultBind),
                variables.port("PORT", DEFAULT_PORT),
                variables.port("MANAGEMENT_PORT", DEFAULT_MANAGEMENT_PORT),
                Path.of(variables.text("WEB_ROOT").orElse("ui/dist"))
                        .toAbsolutePath()
                        .normalize(),
                drain,
                lameDuck,
                variables.number("TRUSTED_PROXY_HOPS", 0, MAX_PROXY_HOPS));
    }

    private static IdentitySettings identity(Variables variables, EnvironmentName environment) {
        SignUp standard = environment == EnvironmentName.DEVELOPMENT ? SignUp.OPEN : SignUp.CLOSED;
        return new IdentitySettings(
                variables.duration("ACCESS_TOKEN_TTL", DEFAULT_ACCESS_TOKEN_TTL),
                variables.choice("SIGNUP", standard, SignUp.class),
                operator(variables));
    }

    private static @Nullable FirstOperator operator(Variables variables) {
        Optional<String> email = variables.text("OPERATOR_EMAIL");
        Optional<String> password = variables.text("OPERATOR_PASSWORD");
        if (email.isEmpty() && password.isEmpty()) {
            return null;
        }
        if (email.isEmpty() || password.isEmpty()) {
            variables.fault(
                    email.isEmpty() ? "OPERATOR_EMAIL" : "OPERATOR_PASSWORD",
                    "expected together with " + (email.isEmpty() ? "OPERATOR_PASSWORD" : "OPERATOR_EMAIL"));
            return null;
        }
        if (password.get().length() < MIN_OPERATOR_PASSWORD_CHARACTERS) {
            variables.fault(
                    "OPERATOR_PASSWORD", "expected at least " + MIN_OPERATOR_PASSWORD_CHARACTERS + " characters");
        }
        return new FirstOperator(email.get(), password.get());
    }

    private static @Nullable DatabaseSettings database(Variables variables, EnvironmentName environment) {
        Optional<String> url = variables.text("DATABASE_URL");
        Optional<String> password = variables.text("DATABASE_PASSWORD");
        if (url.isEmpty()) {
            if (environment != EnvironmentName.DEVELOPMENT) {
                variables.fault(
                        "DATABASE_URL",
                        "expected postgresql://user:password@host:port/database, got nothing; "
                                + "the embedded PostgreSQL is for development only");
            }
            if (password.isPresent()) {
                variables.fault("DATABASE_PASSWORD", "expected together with DATABASE_URL");
            }
            return null;
        }
        return switch (DatabaseSettings.parse(url.get())) {
            case DatabaseSettings.Parsed.Accepted(DatabaseSettings settings) ->
                withPassword(variables, settings, password);
            case DatabaseSettings.Parsed.Refused(List<String> faults) -> {
                faults.forEach(fault -> variables.fault("DATABASE_URL", fault));
                yield null;
            }
        };
    }

    /** Two passwords are one too many: nobody could tell which of them is in use. */
    private static DatabaseSettings withPassword(
            Variables variables, DatabaseSettings settings, Optional<String> password) {
        if (password.isEmpty()) {
            return settings;
        }
        if (settings.password() != null && !settings.password().isEmpty()) {
            variables.fault(
                    "DATABASE_PASSWORD", "expected a password here or in DATABASE_URL, got both; take it out of one");
        }
        return settings.withUser(settings.user(), password.get());
    }

    private static @Nullable BucketSettings bucket(Variables variables) {
        Optional<String> region = variables.text("AWS_REGION");
        Optional<String> url = variables.text("OBJECT_STORE");
        if (url.isEmpty()) {
            return null;
        }
        return switch (BucketSettings.parse(url.get(), region.orElse(null))) {
            case BucketSettings.Parsed.Accepted(BucketSettings bucket) -> bucket;
            case BucketSettings.Parsed.Refused(List<String> faults) -> {
                faults.forEach(fault -> variables.fault("OBJECT_STORE", fault));
                yield null;
            }
        };
    }

    private static @Nullable RedisSettings redis(Variables variables) {
        Optional<String> url = variables.text("REDIS_URL");
        if (url.isEmpty()) {
            return null;
        }
        return switch (RedisSettings.parse(url.get())) {
            case RedisSettings.Parsed.Accepted(RedisSettings settings) -> settings;
            case RedisSettings.Parsed.Refused(List<String> faults) -> {
                faults.forEach(fault -> variables.fault("REDIS_URL", fault));
                yield null;
            }
        };
    }

    private static boolean rateLimited(Variables variables, EnvironmentName environment) {
        boolean limited = variables.choice("RATE_LIMITS", Switch.ON, Switch.class) == Switch.ON;
        if (!limited && environment == EnvironmentName.PRODUCTION) {
            variables.fault("RATE_LIMITS", "expected on in production, got 'off'; remove the variable");
        }
        return limited;
    }

    private static @Nullable String masterKey(Variables variables, EnvironmentName environment) {
        Optional<String> text = variables.text("MASTER_KEY");
        if (text.isEmpty()) {
            if (environment != EnvironmentName.DEVELOPMENT) {
                variables.fault(
                        "MASTER_KEY",
                        "expected base64 of 32 random bytes, got nothing; " + "make one with: openssl rand -base64 32");
            }
            return null;
        }
        if (MasterKey.decode(text.get()).isEmpty()) {
            variables.fault("MASTER_KEY", "expected base64 of 32 bytes; make one with: openssl rand -base64 32");
        }
        return text.get();
    }
}
