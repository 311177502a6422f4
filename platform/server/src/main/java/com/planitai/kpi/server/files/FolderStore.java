package com.planitai.kpi.server.files;

import java.io.FileOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;

/** Keeps files of tenants in a local folder. */
final class FolderStore implements ObjectStore {
    private static final String UNFINISHED = ".unfinished";

    private final Path folder;

    FolderStore(Path folder) {
        this.folder = folder;
    }

    @Override
    public long put(ObjectKey key, InputStream content) throws IOException {
        Path target = path(key);
        Path parent = Objects.requireNonNull(target.getParent());
        Path unfinished = parent.resolve(UUID.randomUUID() + UNFINISHED);
        try (Writing writing = Writing.to(unfinished)) {
            long bytes = content.transferTo(writing);
            writing.becomes(target);
            return bytes;
        }
    }

    @Override
    public Optional<InputStream> get(ObjectKey key) {
        Path file = path(key);
        if (Files.isDirectory(file)) {
            return Optional.empty();
        }
        try {
            return Optional.of(new StoredStream(file.toString(), Files.newInputStream(file), () -> {}));
        } catch (NoSuchFileException missing) {
            return Optional.empty();
        } catch (IOException failure) {
            throw unavailable(file, failure);
        }
    }

    @Override
    public void delete(ObjectKey key) {
        Path file = path(key);
        if (Files.isDirectory(file)) {
            return;
        }
        try {
            Files.deleteIfExists(file);
        } catch (IOException failure) {
            throw unavailable(file, failure);
        }
    }

    @Override
    public Optional<String> fault() {
        try {
            Files.delete(Files.createTempFile(Files.createDirectories(folder), "write", UNFINISHED));
            return Optional.empty();
        } catch (IOException failure) {
            return Optional.of("the folder of files " + folder
                    + " cannot be written: give this user the right to, or set DATA_DIR or OBJECT_STORE");
        }
    }

    @Override
    public String toString() {
        return "the folder " + folder + ", which no other instance sees";
    }

    @Override
    public void close() {}

    private Path path(ObjectKey key) {
        return folder.resolve(key.toString());
    }

    private static ObjectStoreUnavailableException unavailable(Path path, IOException failure) {
        return new ObjectStoreUnavailableException(path + " cannot be used: " + failure, failure);
    }

    /** A file on its way: what fails here is the store's failure, unlike what fails in the stream that it comes from. */
    private static final class Writing extends OutputStream {
        private final Path unfinished;
        private final FileOutputStream out;

        private Writing(Path unfinished, FileOutputStream out) {
            this.unfinished = unfinished;
            this.out = out;
        }

        static Writing to(Path unfinished) {
            try {
                Files.createDirectories(Objects.requireNonNull(unfinished.getParent()));
                return new Writing(unfinished, new FileOutputStream(unfinished.toFile()));
            } catch (IOException failure) {
                throw unavailable(unfinished, failure);
            }
        }

        @Override
        public void write(int value) {
            write(new byte[] {(byte) value}, 0, 1);
        }

        @Override
        public void write(byte[] bytes, int offset, int length) {
            try {
                out.write(bytes, offset, length);
            } catch (IOException failure) {
                throw unavailable(unfinished, failure);
            }
        }

        /** The new name is in the folder's entry, which has to reach the disk as well. */
        void becomes(Path target) {
            try {
                out.getFD().sync();
                Files.move(unfinished, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
                try (FileChannel parent =
                        FileChannel.open(Objects.requireNonNull(target.getParent()), StandardOpenOption.READ)) {
                    parent.force(true);
                }
            } catch (IOException failure) {
                throw unavailable(target, failure);
            }
        }

        @Override
        public void close() {
            try {
                out.close();
                Files.deleteIfExists(unfinished);
            } catch (IOException failure) {
                throw unavailable(unfinished, failure);
            }
        }
    }
}
