package com.planitai.kpi.server.app;

import com.planitai.kpi.server.files.BucketSettings;
import com.planitai.kpi.server.files.FolderSweep;
import com.planitai.kpi.server.files.ObjectStore;
import com.planitai.kpi.server.secret.MasterKey;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.Base64;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** The folder where an installation without services keeps its things. Secrets in it are readable by their owner only. */
final class DataFolder {
    private static final String SPOOL = "spool";

    private final Path folder;

    private DataFolder(Path folder) {
        this.folder = folder;
    }

    /** Makes the folder where it is missing, and proves that it can be written. */
    static DataFolder open(Path folder) {
        try {
            Files.createDirectories(folder);
            Files.delete(Files.createTempFile(folder, "write", ".probe"));
            return new DataFolder(folder);
        } catch (IOException exception) {
            throw new StartFailure(
                    "the data folder " + folder + " cannot be written: give this user the right to, or set DATA_DIR",
                    exception);
        }
    }

    /** The folder as it is, for who only looks. */
    static DataFolder unopened(Path folder) {
        return new DataFolder(folder);
    }

    Path postgres() {
        return folder.resolve("postgres");
    }

    /** The configured bucket, or else a folder in this one. */
    ObjectStore files(@Nullable BucketSettings bucket) {
        return bucket == null ? ObjectStore.inFolder(folder.resolve("files")) : ObjectStore.inBucket(bucket);
    }

    /** For what one instance puts down and takes up again within a request. */
    ObjectStore spool() {
        return ObjectStore.inFolder(folder.resolve(SPOOL));
    }

    /** Deletes what a killed process left in {@link #spool}. */
    FolderSweep sweep(Clock clock) {
        return FolderSweep.start(folder.resolve(SPOOL), clock);
    }

    Path plugins() {
        return folder.resolve("plugins");
    }

    /** The configured master key, or else the one that this folder keeps. */
    MasterKey masterKey(@Nullable String configured, SecureRandom random) {
        String text = configured != null
                ? configured
                : secret("master.key", () -> {
                    byte[] key = new byte[MasterKey.BYTES];
                    random.nextBytes(key);
                    return Base64.getEncoder().encodeToString(key);
                });
        return MasterKey.decode(text)
                .map(key -> new MasterKey(key, random))
                .orElseThrow(() -> new StartFailure(folder.resolve("master.key") + " is not base64 of 32 bytes"));
    }

    /** The secret of this name, made the first time it is asked for. */
    String secret(String name, Supplier<String> make) {
        Path file = folder.resolve(name);
        try {
            if (!Files.exists(file)) {
                write(file, make.get());
            }
            return Files.readString(file, StandardCharsets.UTF_8).strip();
        } catch (IOException exception) {
            throw new StartFailure("the file " + file + " cannot be read or written", exception);
        }
    }

    private static void write(Path file, String secret) throws IOException {
        try {
            Files.createFile(file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        } catch (FileAlreadyExistsException madeMeanwhile) {
            return;
        }
        Files.writeString(
                file, secret + "\n", StandardCharsets.UTF_8, StandardOpenOption.WRITE, StandardOpenOption.SYNC);
    }
}
