package com.planitai.kpi.tenancy.testing;

import com.planitai.kpi.tenancy.DatabaseSettings;
import com.planitai.kpi.tenancy.DatabaseSettings.Parsed;
import com.planitai.kpi.tenancy.embedded.EmbeddedDatabase;
import com.planitai.kpi.tenancy.embedded.EmbeddedOptions;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.Optional;
import java.util.stream.Stream;

/** The PostgreSQL server of a test run: that of {@code DATABASE_URL}, otherwise an embedded one. */
final class TestServer implements AutoCloseable {
    private final DatabaseSettings administrator;
    private final Optional<Embedded> embedded;

    private record Embedded(EmbeddedDatabase server, Path folder) {
        void remove() {
            server.close();
            try (Stream<Path> files = Files.walk(folder)) {
                for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                    Files.delete(file);
                }
            } catch (IOException failure) {
                throw new UncheckedIOException(failure);
            }
        }
    }

    private TestServer(DatabaseSettings administrator, Optional<Embedded> embedded) {
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
            return new TestServer(database.settings(), Optional.of(new Embedded(database, folder)));
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    DatabaseSettings administrator() {
        return administrator;
    }

    @Override
    public void close() {
        embedded.ifPresent(Embedded::remove);
    }
}
