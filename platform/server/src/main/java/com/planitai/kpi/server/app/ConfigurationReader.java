package com.planitai.kpi.server.app;

import com.planitai.kpi.server.app.Configuration.EnvironmentName;
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
    static final int DEFAULT_PORT = 8000;
    static final int DEFAULT_MANAGEMENT_PORT = 9090;
    private static final int MIN_OPERATOR_PASSWORD_CHARACTERS = 12;
    private static final Duration DEFAULT_ACCESS_TOKEN_TTL = Duration.ofMinutes(5);
    private static final Duration DEFAULT_DRAIN_TIME = Duration.ofSeconds(20);
    private static final int LAME_DUCK_PARTS_OF_DRAIN_TIME = 4;

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
                database(variables, name),
                masterKey(variables, name),
                Path.of(variables.text("DATA_DIR").orElse(".data"))
                        .toAbsolutePath()
                        .normalize(),
                Path.of(variables.text("PLUGINS_DIR").orElse("plugins/target/archives"))
                        .toAbsolutePath()
                        .normalize());
        List<String> faults = variables.faults();
        if (!faults.isEmpty()) {
            throw new StartFailure("the configuration is not usable:\n  " + String.join("\n  ", faults));
        }
        return configuration;
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
                lameDuck);
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
        if (url.isEmpty()) {
            if (environment != EnvironmentName.DEVELOPMENT) {
                variables.fault(
                        "DATABASE_URL",
                        "expected postgresql://user:password@host:port/database, got nothing; "
                                + "the embedded PostgreSQL is for development only");
            }
            return null;
        }
        return switch (DatabaseSettings.parse(url.get())) {
            case DatabaseSettings.Parsed.Accepted(DatabaseSettings settings) -> settings;
            case DatabaseSettings.Parsed.Refused(List<String> faults) -> {
                faults.forEach(fault -> variables.fault("DATABASE_URL", fault));
                yield null;
            }
        };
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
