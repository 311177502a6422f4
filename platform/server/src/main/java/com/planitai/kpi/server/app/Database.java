package com.planitai.kpi.server.app;

import com.planitai.kpi.server.secret.MasterKey;
import com.planitai.kpi.tenancy.DatabaseNotPreparedException;
import com.planitai.kpi.tenancy.DatabaseObserver;
import com.planitai.kpi.tenancy.DatabaseSettings;
import com.planitai.kpi.tenancy.DatabaseState;
import com.planitai.kpi.tenancy.DatabaseUnavailableException;
import com.planitai.kpi.tenancy.MigrationReport;
import com.planitai.kpi.tenancy.Tenancy;
import com.planitai.kpi.tenancy.TenancyLimits;
import com.planitai.kpi.tenancy.embedded.EmbeddedDatabase;
import com.planitai.kpi.tenancy.embedded.EmbeddedDatabaseException;
import java.time.Clock;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The database of this process: somebody's server, or the embedded one that lives and ends with it. */
final class Database implements AutoCloseable {
    private final @Nullable EmbeddedDatabase embedded;
    private final Tenancy tenancy;

    private Database(@Nullable EmbeddedDatabase embedded, Tenancy tenancy) {
        this.embedded = embedded;
        this.tenancy = tenancy;
    }

    /** For commands, which nobody watches. */
    static Database open(Configuration configuration, DataFolder folder, MasterKey masterKey, Clock clock) {
        return open(configuration, folder, masterKey, clock, DatabaseObserver.NONE);
    }

    static Database open(
            Configuration configuration,
            DataFolder folder,
            MasterKey masterKey,
            Clock clock,
            DatabaseObserver observer) {
        DatabaseSettings settings = configuration.database();
        EmbeddedDatabase embedded = settings == null ? startEmbedded(folder) : null;
        try {
            Tenancy tenancy = Tenancy.open(
                    embedded == null ? Objects.requireNonNull(settings) : embedded.settings(),
                    masterKey.bytes(),
                    TenancyLimits.DEFAULT,
                    clock,
                    UUID::randomUUID,
                    observer);
            return new Database(embedded, tenancy);
        } catch (DatabaseUnavailableException | DatabaseNotPreparedException exception) {
            if (embedded != null) {
                embedded.close();
            }
            throw new StartFailure(String.valueOf(exception.getMessage()), exception);
        }
    }

    Tenancy tenancy() {
        return tenancy;
    }

    /** Brings the schema up to date where this process may, and refuses one that it may not serve. */
    void prepare(boolean mayMigrate) {
        switch (tenancy.migrations().check()) {
            case DatabaseState.Empty empty -> migrate();
            case DatabaseState.Behind behind -> {
                if (!mayMigrate) {
                    throw new StartFailure("the database is at version " + behind.found() + " and this release needs "
                            + behind.expected() + ": run the command migrate first");
                }
                migrate();
            }
            case DatabaseState.Current current -> {}
            case DatabaseState.Ahead ahead -> {}
        }
    }

    /** Directory, then tenants; the report names the tenants that failed. */
    MigrationReport migrate() {
        return tenancy.migrations().migrate();
    }

    @Override
    public void close() {
        tenancy.close();
        if (embedded != null) {
            embedded.close();
        }
    }

    private static EmbeddedDatabase startEmbedded(DataFolder folder) {
        try {
            return EmbeddedDatabase.start(folder.postgres());
        } catch (EmbeddedDatabaseException exception) {
            throw new StartFailure(String.valueOf(exception.getMessage()), exception);
        }
    }
}
