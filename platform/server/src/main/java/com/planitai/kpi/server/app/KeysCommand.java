package com.planitai.kpi.server.app;

import com.planitai.kpi.server.identity.IdentityFeature;
import com.planitai.kpi.server.identity.KeyRotation;
import com.planitai.kpi.server.secret.MasterKey;
import com.planitai.kpi.tenancy.DatabaseSettings;
import com.planitai.kpi.tenancy.DatabaseUnavailableException;
import com.planitai.kpi.tenancy.MasterKeyRotation;
import java.io.PrintWriter;
import java.security.SecureRandom;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code kpi keys …}: new keys in place of old ones. */
@Command(
        name = "keys",
        description = "Rotate the keys of the installation.",
        mixinStandardHelpOptions = true,
        synopsisSubcommandLabel = "(rotate-signing | rotate-master)")
final class KeysCommand {
    static final String PREVIOUS = "PREVIOUS_MASTER_KEY";

    private final Map<String, String> environment;
    private final PrintWriter out;

    KeysCommand(Map<String, String> environment, PrintWriter out) {
        this.out = out;
        this.environment = environment;
    }

    @Command(
            name = "rotate-signing",
            description =
                    "Make a new key for access tokens. It signs once it has been announced for some minutes; those "
                            + "before it verify until their last token has expired.",
            mixinStandardHelpOptions = true)
    int rotateSigning(
            @Option(
                            names = "--forget-others",
                            description = "Void all access tokens at once, for a key that has leaked. Browsers sign in "
                                    + "again by their session.")
                    boolean forgetOthers) {
        try (OperatorAccess access = OperatorAccess.openMigrated(environment)) {
            KeyRotation rotation = IdentityFeature.rotateSigningKey(
                    access.configuration().identity(), access.tenancy(), access.masterKey(), forgetOthers);
            out.println("signing key " + rotation.kid() + " made; "
                    + (forgetOthers
                            ? "all others are forgotten"
                            : "it signs in " + rotation.signsAfter().toSeconds() + " s, the others verify for "
                                    + rotation.othersVerifyFor().toSeconds() + " s"));
            return 0;
        }
    }

    @Command(
            name = "rotate-master",
            description = "Move everything from PREVIOUS_MASTER_KEY to MASTER_KEY: what is sealed and the passwords of "
                    + "the platform's database roles. Safe to repeat.",
            mixinStandardHelpOptions = true)
    int rotateMaster() {
        Configuration configuration = ConfigurationReader.read(environment, ConfigurationReader.ALL_INTERFACES);
        DatabaseSettings database = configuration.database();
        if (database == null) {
            throw new StartFailure("DATABASE_URL: expected; the key of an embedded database stays in its DATA_DIR");
        }
        byte[] next = key("MASTER_KEY", configuration.masterKey());
        byte[] previous =
                key(PREVIOUS, new Variables(environment).text(PREVIOUS).orElse(null));
        return switch (rotate(database, previous, next)) {
            case MasterKeyRotation.Result.Rotated rotated -> {
                out.println("everything is under MASTER_KEY now; " + PREVIOUS + " is no longer needed");
                yield 0;
            }
            case MasterKeyRotation.Result.WrongPreviousKey wrong ->
                throw new StartFailure("nothing was changed: " + String.join(" and ", wrong.roles())
                        + " cannot log in with the password of either key; " + PREVIOUS
                        + " must be the MASTER_KEY that the installation runs with");
        };
    }

    private static MasterKeyRotation.Result rotate(DatabaseSettings database, byte[] previous, byte[] next) {
        SecureRandom random = new SecureRandom();
        MasterKey from = new MasterKey(previous, random);
        MasterKey to = new MasterKey(next, random);
        try {
            return new MasterKeyRotation(database, previous, next).run(transaction -> {
                IdentityFeature.reseal(transaction, from, to);
                return true;
            });
        } catch (DatabaseUnavailableException unavailable) {
            throw new StartFailure(String.valueOf(unavailable.getMessage()), unavailable);
        } catch (IllegalStateException unreadable) {
            throw new StartFailure("nothing was changed: a stored secret opens under neither key", unreadable);
        }
    }

    private static byte[] key(String name, @Nullable String text) {
        return Optional.ofNullable(text)
                .flatMap(MasterKey::decode)
                .orElseThrow(() -> new StartFailure(
                        name + ": expected base64 of 32 bytes; make one with: openssl rand -base64 32"));
    }
}
