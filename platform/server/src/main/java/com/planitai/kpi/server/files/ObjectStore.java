package com.planitai.kpi.server.files;

import java.io.FileOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;

/** Keeps files of tenants in a local folder. Thread-safe. A file is there whole or not at all, also after a crash. */
public final class ObjectStore {
    private static final String UNFINISHED = ".unfinished";

    private final Path folder;

    private ObjectStore(Path folder) {
        this.folder = folder;
    }

    /** Makes the folder where it is missing. */
    public static ObjectStore inFolder(Path folder) {
        try {
            return new ObjectStore(Files.createDirectories(folder).toRealPath());
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    /**
     * Stores what the stream gives, in place of what was there. When it returns, the file survives a loss of power.
     *
     * @return bytes stored
     */
    public long put(ObjectKey key, InputStream content) {
        Path target = path(key);
        try {
            Path parent = Objects.requireNonNull(target.getParent());
            Files.createDirectories(parent);
            Path unfinished = parent.resolve(UUID.randomUUID() + UNFINISHED);
            try {
                long bytes = write(unfinished, content);
                Files.move(unfinished, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
                makeDurable(parent);
                return bytes;
            } finally {
                Files.deleteIfExists(unfinished);
            }
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    /** The file, which the caller closes; empty when there is none. */
    public Optional<InputStream> get(ObjectKey key) {
        try {
            return Optional.of(Files.newInputStream(path(key)));
        } catch (NoSuchFileException missing) {
            return Optional.empty();
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    /** Does nothing when there is no such file. */
    public void delete(ObjectKey key) {
        try {
            Files.deleteIfExists(path(key));
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    private Path path(ObjectKey key) {
        return folder.resolve(key.toString());
    }

    private static long write(Path file, InputStream content) throws IOException {
        try (FileOutputStream out = new FileOutputStream(file.toFile())) {
            long bytes = content.transferTo(out);
            out.getFD().sync();
            return bytes;
        }
    }

    /** The new name is in the folder's entry, which has to reach the disk as well. */
    private static void makeDurable(Path parent) throws IOException {
        try (FileChannel channel = FileChannel.open(parent, StandardOpenOption.READ)) {
            channel.force(true);
        }
    }
}
