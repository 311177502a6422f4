package com.planitai.kpi.server.files;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FolderSweepIT {
    private static final Instant NOW = Instant.parse("2026-11-24T12:00:00Z");
    private static final Clock CLOCK = Clock.fixed(NOW, ZoneOffset.UTC);

    @TempDir
    private Path folder;

    @Test
    void deletesWhatAKilledProcessLeftAndNothingThatMayBeInUse() throws IOException {
        Path left = file("tenant/streams/left.ndjson", FolderSweep.LEFT_BEHIND_AFTER.plusSeconds(1));
        Path unfinished = file("tenant/streams/left.unfinished", FolderSweep.LEFT_BEHIND_AFTER.multipliedBy(3));
        Path used = file("tenant/streams/used.ndjson", FolderSweep.LEFT_BEHIND_AFTER.minusSeconds(1));

        FolderSweep.start(folder, CLOCK).close();

        assertThat(left).doesNotExist();
        assertThat(unfinished).doesNotExist();
        assertThat(used).exists();
    }

    @Test
    void hasNothingToDoBeforeThereIsAFolder() {
        FolderSweep.start(folder.resolve("none"), CLOCK).close();

        assertThat(folder.resolve("none")).doesNotExist();
    }

    private Path file(String name, Duration age) throws IOException {
        Path file = folder.resolve(name);
        Files.createDirectories(file.getParent());
        Files.writeString(file, "x");
        return Files.setLastModifiedTime(file, FileTime.from(NOW.minus(age)));
    }
}
