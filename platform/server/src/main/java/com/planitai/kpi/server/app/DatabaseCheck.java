package com.planitai.kpi.server.app;

import com.planitai.kpi.server.app.Check.Finding;
import com.planitai.kpi.server.secret.MasterKey;
import com.planitai.kpi.tenancy.DatabaseSettings;
import com.planitai.kpi.tenancy.DatabaseState;
import com.planitai.kpi.tenancy.DatabaseUnavailableException;
import com.planitai.kpi.tenancy.Tenancy;
import com.planitai.kpi.tenancy.embedded.EmbeddedDatabase;
import java.nio.file.Files;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/** Whether the database is there, prepared and at the version of this release, and whether its clock agrees with ours. */
final class DatabaseCheck {
    /** Sessions and tokens live by both clocks; more than this shows. */
    static final Duration GREATEST_SKEW = Duration.ofSeconds(5);

    private static final String WHAT = "database";

    private final Configuration configuration;
    private final Clock clock;

    DatabaseCheck(Configuration configuration, Clock clock) {
        this.configuration = configuration;
        this.clock = clock;
    }

    Check check() {
        return new Check(WHAT, this::look);
    }

    private List<Finding> look() {
        DatabaseSettings settings = configuration.database();
        DataFolder folder = configuration.masterKey() == null || settings == null
                ? DataFolder.open(configuration.dataFolder())
                : DataFolder.unopened(configuration.dataFolder());
        if (settings == null && !Files.isDirectory(folder.postgres())) {
            return List.of(Finding.good(WHAT, "embedded, made at the first start"));
        }
        if (settings == null && EmbeddedDatabase.isInUse(folder.postgres())) {
            return List.of(Finding.good(WHAT, "embedded, in use by a running server, which is not disturbed"));
        }
        MasterKey masterKey = folder.masterKey(configuration.masterKey(), new SecureRandom());
        if (settings != null) {
            List<String> missing = missing(settings, masterKey);
            if (!missing.isEmpty()) {
                return List.of(Finding.bad(
                        WHAT,
                        String.join("; ", missing)
                                + ": on a new database run the command migrate as an administrator; on one "
                                + "in use, MASTER_KEY is not the installation's"));
            }
        }
        try (Database database = Database.open(configuration, folder, masterKey, clock)) {
            return List.of(version(database.tenancy()), skew(database.tenancy()));
        }
    }

    private static List<String> missing(DatabaseSettings settings, MasterKey masterKey) {
        try {
            return Tenancy.missing(settings, masterKey.bytes());
        } catch (DatabaseUnavailableException unavailable) {
            throw new StartFailure(
                    unavailable.getMessage() + ": is it running, and do DATABASE_URL and the network lead there?",
                    unavailable);
        }
    }

    private static Finding version(Tenancy tenancy) {
        return switch (tenancy.migrations().check()) {
            case DatabaseState.Empty empty -> Finding.good(WHAT, "reachable and empty; serve or migrate fills it");
            case DatabaseState.Behind behind ->
                Finding.bad(
                        WHAT,
                        "at version " + behind.found() + ", needs " + behind.expected() + ": run the command migrate");
            case DatabaseState.Current current ->
                Finding.good(WHAT, "version " + current.version() + ", " + current.laggingTenants() + " tenants lag");
            case DatabaseState.Ahead ahead ->
                Finding.good(WHAT, "version " + ahead.found() + ", ahead of this release's " + ahead.expected());
        };
    }

    private Finding skew(Tenancy tenancy) {
        Instant asked = clock.instant();
        Instant theirs = tenancy.databaseTime();
        Instant answered = clock.instant();
        Instant ours = asked.plus(Duration.between(asked, answered).dividedBy(2));
        Duration skew = Duration.between(theirs, ours);
        String sentence = Math.abs(skew.toMillis()) + " ms " + (skew.isNegative() ? "behind" : "ahead of")
                + " the database's clock";
        return skew.abs().compareTo(GREATEST_SKEW) <= 0
                ? Finding.good("clock", sentence)
                : Finding.bad(
                        "clock",
                        sentence + ", expected at most " + GREATEST_SKEW.toMillis()
                                + " ms: let both machines follow a time server");
    }
}
