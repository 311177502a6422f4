package com.planitai.kpi.server.app;

import com.planitai.kpi.server.coordination.RedisSettings;
import com.planitai.kpi.server.files.BucketSettings;
import com.planitai.kpi.server.identity.IdentitySettings;
import com.planitai.kpi.server.listener.ListenerSettings;
import com.planitai.kpi.server.observation.ObservationSettings;
import com.planitai.kpi.tenancy.DatabaseSettings;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * Everything that the deployment decides, read once from the environment.
 *
 * @param database where the data is; null for the embedded PostgreSQL in the data folder
 * @param bucket where files are; null for the data folder
 * @param redis through which instances coordinate; null for a single one
 * @param rateLimited whether callers may ask only so often
 * @param masterKey base64 of 32 bytes; null to keep a generated one in the data folder
 * @param pluginsFolder folder with the plugin archives
 */
record Configuration(
        EnvironmentName environment,
        ListenerSettings listener,
        IdentitySettings identity,
        ObservationSettings observation,
        @Nullable DatabaseSettings database,
        @Nullable BucketSettings bucket,
        @Nullable RedisSettings redis,
        boolean rateLimited,
        @Nullable String masterKey,
        Path dataFolder,
        Path pluginsFolder) {
    enum EnvironmentName {
        DEVELOPMENT,
        STAGING,
        PRODUCTION
    }

    /** Whether the program may bring the database up to date by itself when it starts. */
    boolean migratesItself() {
        return database == null || environment == EnvironmentName.DEVELOPMENT;
    }

    @Override
    public String toString() {
        return "Configuration[" + environment + ", port=" + listener.port() + ", database="
                + (database == null ? "embedded" : database) + ", redis=" + (redis == null ? "none" : redis)
                + ", dataFolder=" + dataFolder + ", files=" + (bucket == null ? "dataFolder" : bucket) + "]";
    }
}
