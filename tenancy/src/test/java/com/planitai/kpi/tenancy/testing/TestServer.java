package com.planitai.kpi.tenancy.testing;

import com.planitai.kpi.tenancy.DatabaseSettings;
import com.planitai.kpi.tenancy.DatabaseSettings.Parsed;
import com.planitai.kpi.tenancy.embedded.EmbeddedDatabase;
import com.planitai.kpi.tenancy.embedded.EmbeddedOptions;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** The PostgreSQL server of a test run: that of {@code DATABASE_URL}, otherwise an embedded one. */
final class TestServer implements AutoCloseable {
    private final DatabaseSettings administrator;
    private final Optional<EmbeddedDatabase> embedded;

    private TestServer(DatabaseSettings administrator, Optional<EmbeddedDatabase> embedded) {
        this.administrator = administrator;
        this.embedded = embedded;
    }

    static TestServer start() {
        String url = System.getenv("DATABASE_URL");
        if (url != null && !url.isBlank()) {
            return switch (DatabaseSettings.parse(url)) {
                case Parsed.Accepted(DatabaseSettings settings) -> new TestServer(settings, Optional.empty());
                case Parsed.Refused(var faults) ->
                    throw new IllegalArgumentException("DATABASE_URL: " + String.join("; ", faults));
            };
        }
        Path shared = Path.of(System.getProperty("java.io.tmpdir"), "planitai-kpi-test");
        try {
            Path folder = Files.createTempDirectory(Files.createDirectories(Path.of("target")), "postgres-");
            var database = EmbeddedDatabase.start(folder, new EmbeddedOptions(shared, false));
            return new TestServer(database.settings(), Optional.of(database));
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    DatabaseSettings administrator() {
        return administrator;
    }

    @Override
    public void close() {
        embedded.ifPresent(EmbeddedDatabase::close);
    }
}
