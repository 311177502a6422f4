package com.planitai.kpi.server.files;

import com.planitai.kpi.server.observation.Periodic;
import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Deletes what was left behind in a folder of files that live for a request: a process that was killed did not. Other
 * processes may use the folder, so that only age tells.
 */
public final class FolderSweep implements AutoCloseable {
    /** No request takes as long. */
    public static final Duration LEFT_BEHIND_AFTER = Duration.ofHours(24);

    private static final Duration BETWEEN_SWEEPS = Duration.ofHours(1);
    private static final Logger LOG = LoggerFactory.getLogger(FolderSweep.class);

    private final Path folder;
    private final Clock clock;
    private final Periodic sweeps;

    private FolderSweep(Path folder, Clock clock) {
        this.folder = folder;
        this.clock = clock;
        this.sweeps = Periodic.start("folder-sweep", BETWEEN_SWEEPS, this::sweep);
    }

    /** Sweeps now, and then every hour. */
    public static FolderSweep start(Path folder, Clock clock) {
        var sweep = new FolderSweep(folder, clock);
        sweep.sweep();
        return sweep;
    }

    void sweep() {
        if (!Files.isDirectory(folder)) {
            return;
        }
        Instant oldest = clock.instant().minus(LEFT_BEHIND_AFTER);
        try {
            Files.walkFileTree(folder, new SimpleFileVisitor<>() {
                @Override
                public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                    if (attributes.lastModifiedTime().toInstant().isBefore(oldest)) {
                        Files.deleteIfExists(file);
                    }
                    return FileVisitResult.CONTINUE;
                }

                @Override
                public FileVisitResult visitFileFailed(Path file, IOException failure) throws IOException {
                    if (failure instanceof NoSuchFileException) {
                        return FileVisitResult.CONTINUE;
                    }
                    throw failure;
                }
            });
        } catch (IOException failure) {
            LOG.warn("{} cannot be swept and is tried again", folder, failure);
        }
    }

    @Override
    public void close() {
        sweeps.close();
    }
}
