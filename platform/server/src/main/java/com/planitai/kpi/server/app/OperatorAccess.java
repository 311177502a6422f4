package com.planitai.kpi.server.app;

import com.planitai.kpi.server.secret.MasterKey;
import com.planitai.kpi.tenancy.DatabaseState;
import com.planitai.kpi.tenancy.Tenancy;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.Map;

/** What a command that works on the installation without HTTP needs: the configuration, the master key, the database. */
record OperatorAccess(Configuration configuration, MasterKey masterKey, Database database) implements AutoCloseable {
    /** Opens the database that the environment names, which may still be empty or behind. */
    static OperatorAccess open(Map<String, String> environment) {
        Configuration configuration = ConfigurationReader.read(environment, ConfigurationReader.ALL_INTERFACES);
        DataFolder folder = DataFolder.open(configuration.dataFolder());
        MasterKey masterKey = folder.masterKey(configuration.masterKey(), new SecureRandom());
        return new OperatorAccess(
                configuration, masterKey, Database.open(configuration, folder, masterKey, Clock.systemUTC()));
    }

    /** The same, where the directory has to be there already and as this release needs it. */
    static OperatorAccess openMigrated(Map<String, String> environment) {
        OperatorAccess access = open(environment);
        DatabaseState state = access.tenancy().migrations().check();
        if (state instanceof DatabaseState.Empty || state instanceof DatabaseState.Behind) {
            access.close();
            throw new StartFailure(
                    "the database is not at the version that this release needs: run the command migrate first");
        }
        return access;
    }

    Tenancy tenancy() {
        return database.tenancy();
    }

    @Override
    public void close() {
        database.close();
    }
}
