package com.planitai.kpi.tenancy.embedded;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.JarURLConnection;
import java.net.URL;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.util.EnumSet;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Set;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.tukaani.xz.XZInputStream;

/** PostgreSQL's programs: unpacked once from the class path into a folder named after the archive's checksum. */
final class Binaries {
    private static final int EXECUTABLE_BITS = 0b001_001_001;

    private final Path home;

    private Binaries(Path home) {
        this.home = home;
    }

    String program(String name) {
        return home.resolve("bin").resolve(name).toString();
    }

    /** Safe when several processes share the cache: one unpacks, the others wait. */
    static synchronized Binaries unpack(Path cache) throws IOException {
        URL archive = archive();
        Path home = cache.resolve("postgresql-" + checksum(archive));
        if (!Files.isDirectory(home)) {
            Files.createDirectories(cache);
            try (var turn = FolderLock.await(cache)) {
                unpack(archive, home, turn);
            }
        }
        return new Binaries(home);
    }

    @SuppressWarnings("UnusedVariable") // the lock is proof that nobody else unpacks here
    private static void unpack(URL archive, Path home, FolderLock turn) throws IOException {
        if (Files.isDirectory(home)) {
            return;
        }
        Path partial = home.resolveSibling(home.getFileName() + ".partial");
        Folders.delete(partial);
        Files.createDirectories(partial);
        try (InputStream bytes = archive.openStream()) {
            unpack(bytes, partial);
        }
        Files.move(partial, home);
    }

    private static URL archive() {
        String system = System.getProperty("os.name").toLowerCase(Locale.ROOT);
        String processor = System.getProperty("os.arch").toLowerCase(Locale.ROOT);
        String name = "postgres-" + (system.startsWith("mac") ? "darwin" : system) + "-"
                + switch (processor) {
                    case "amd64", "x86_64" -> "x86_64";
                    case "aarch64", "arm64" -> "arm_64";
                    default -> processor;
                }
                + ".txz";
        URL archive = Binaries.class.getClassLoader().getResource(name);
        if (archive == null) {
            throw new EmbeddedDatabaseException("there is no embedded PostgreSQL for this system (" + name
                    + " is not on the class path); set DATABASE_URL to a PostgreSQL server instead");
        }
        return archive;
    }

    private static String checksum(URL archive) throws IOException {
        if (archive.openConnection() instanceof JarURLConnection connection) {
            return HexFormat.of().toHexDigits((int) connection.getJarEntry().getCrc());
        }
        return Long.toHexString(archive.openConnection().getContentLengthLong());
    }

    private static void unpack(InputStream bytes, Path target) throws IOException {
        try (var tar = new TarArchiveInputStream(new XZInputStream(new BufferedInputStream(bytes)))) {
            for (TarArchiveEntry entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry()) {
                Path path = target.resolve(entry.getName()).normalize();
                if (!path.startsWith(target)) {
                    throw new IOException("entry leaves the archive: " + entry.getName());
                }
                unpack(tar, entry, path);
            }
        }
    }

    private static void unpack(TarArchiveInputStream tar, TarArchiveEntry entry, Path path) throws IOException {
        if (entry.isDirectory()) {
            Files.createDirectories(path);
            return;
        }
        Files.createDirectories(path.resolveSibling("."));
        if (entry.isSymbolicLink()) {
            link(path, entry.getLinkName());
        } else {
            Files.copy(tar, path);
            if ((entry.getMode() & EXECUTABLE_BITS) != 0) {
                Set<PosixFilePermission> permissions = EnumSet.copyOf(Files.getPosixFilePermissions(path));
                permissions.add(PosixFilePermission.OWNER_EXECUTE);
                permissions.add(PosixFilePermission.GROUP_EXECUTE);
                permissions.add(PosixFilePermission.OTHERS_EXECUTE);
                Files.setPosixFilePermissions(path, permissions);
            }
        }
    }

    private static void link(Path path, String target) throws IOException {
        try {
            Files.createSymbolicLink(path, Path.of(target));
        } catch (FileAlreadyExistsException twice) {
            throw new IOException("entry is in the archive twice: " + path.getFileName(), twice);
        }
    }
}
