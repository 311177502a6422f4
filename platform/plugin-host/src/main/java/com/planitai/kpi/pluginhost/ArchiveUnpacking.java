package com.planitai.kpi.pluginhost;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.zip.ZipEntry;
import java.util.zip.ZipException;
import java.util.zip.ZipFile;

/** Verifies one archive and, when nothing is wrong with it, unpacks it. */
final class ArchiveUnpacking {
    private static final int COPY_BUFFER_BYTES = 16 * 1024;

    private final Path archive;
    private final ArchiveLimits limits;
    private final List<PluginFault> faults = new ArrayList<>();

    private ArchiveUnpacking(Path archive, ArchiveLimits limits) {
        this.archive = archive;
        this.limits = limits;
    }

    /** Unpacks the archive into an empty folder; all its faults, or none when it was unpacked. */
    static List<PluginFault> unpack(Path archive, Path folder, ArchiveLimits limits) {
        return new ArchiveUnpacking(archive, limits).unpack(folder);
    }

    private List<PluginFault> unpack(Path folder) {
        try {
            long bytes = Files.size(archive);
            if (bytes > limits.archiveBytes()) {
                tooMuch("ARCHIVE_TOO_LARGE", "bytes", bytes, limits.archiveBytes());
                return faults;
            }
            List<CentralDirectory.Entry> entries = CentralDirectory.read(archive, limits.entries());
            checkSizes(bytes, entries);
            checkNames(entries);
            if (faults.isEmpty()) {
                expand(folder, entries);
            }
        } catch (IOException | IllegalArgumentException unreadable) {
            String reason = String.valueOf(unreadable.getMessage());
            fault("ARCHIVE_UNREADABLE", Map.of("reason", reason), "the archive cannot be read: " + reason);
        }
        return faults;
    }

    private void checkSizes(long archiveBytes, List<CentralDirectory.Entry> entries) {
        if (entries.size() > limits.entries()) {
            fault(
                    "ARCHIVE_TOO_MANY_ENTRIES",
                    Map.of("limit", String.valueOf(limits.entries())),
                    "the archive has more than " + limits.entries() + " entries");
        }
        long expanded = entries.stream()
                .mapToLong(CentralDirectory.Entry::expandedBytes)
                .sum();
        if (expanded > limits.expandedBytes()) {
            tooMuch("ARCHIVE_EXPANDS_TOO_LARGE", "expanded bytes", expanded, limits.expandedBytes());
        }
        long allowed = archiveBytes * limits.expansionRatio();
        if (expanded > allowed) {
            tooMuch("ARCHIVE_EXPANDS_TOO_FAR", "times its size", expanded / archiveBytes, limits.expansionRatio());
        }
    }

    private void checkNames(List<CentralDirectory.Entry> entries) {
        Set<String> seen = new HashSet<>();
        Set<String> files = new HashSet<>();
        for (var entry : entries) {
            String name = entry.name();
            if (escapes(name)) {
                named("ARCHIVE_PATH_ESCAPE", name, "is not a plain path below the archive's root");
            }
            if (entry.symlink()) {
                named("ARCHIVE_SYMLINK", name, "is a symbolic link");
            }
            boolean directory = name.endsWith("/");
            String path = (directory ? name.substring(0, name.length() - 1) : name).toLowerCase(Locale.ROOT);
            if (!seen.add(path)) {
                named("ARCHIVE_DUPLICATE_ENTRY", name, "occurs more than once");
            }
            if (!directory) {
                files.add(path);
            }
        }
        for (String path : seen) {
            for (int slash = path.indexOf('/'); slash >= 0; slash = path.indexOf('/', slash + 1)) {
                if (files.contains(path.substring(0, slash))) {
                    named("ARCHIVE_DUPLICATE_ENTRY", path.substring(0, slash), "is both a file and a folder");
                }
            }
        }
    }

    private static boolean escapes(String name) {
        if (name.isEmpty() || name.startsWith("/") || name.contains("//")) {
            return true;
        }
        boolean strange = name.chars().anyMatch(c -> c < ' ' || c == '\\' || c == ':' || c == 0x7F);
        return strange || List.of(name.split("/", -1)).stream().anyMatch(part -> part.equals("..") || part.equals("."));
    }

    private void expand(Path folder, List<CentralDirectory.Entry> entries) throws IOException {
        Path root = folder.toAbsolutePath().normalize();
        try (ZipFile zip = new ZipFile(archive.toFile())) {
            for (var entry : entries) {
                Path target = root.resolve(entry.name()).normalize();
                if (!target.startsWith(root)) {
                    throw new ZipException("the entry " + entry.name() + " leaves the archive");
                }
                ZipEntry found = zip.getEntry(entry.name());
                if (found == null) {
                    throw new ZipException("the entry " + entry.name() + " is not there");
                }
                if (found.isDirectory()) {
                    Files.createDirectories(target);
                } else {
                    Files.createDirectories(target.resolveSibling("."));
                    copy(zip, found, entry.expandedBytes(), target);
                }
            }
        }
    }

    /** Copies no more than was declared, because what was declared is what was checked. */
    private static void copy(ZipFile zip, ZipEntry entry, long declaredBytes, Path target) throws IOException {
        byte[] buffer = new byte[COPY_BUFFER_BYTES];
        long written = 0;
        try (InputStream in = zip.getInputStream(entry);
                OutputStream out = Files.newOutputStream(target)) {
            for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
                written += read;
                if (written > declaredBytes) {
                    throw new ZipException("the entry " + entry.getName() + " is larger than declared");
                }
                out.write(buffer, 0, read);
            }
        }
        if (written != declaredBytes) {
            throw new ZipException("the entry " + entry.getName() + " is smaller than declared");
        }
    }

    private void tooMuch(String code, String what, long actual, long limit) {
        fault(
                code,
                Map.of("actual", String.valueOf(actual), "limit", String.valueOf(limit)),
                "the archive has " + actual + " " + what + ", at most " + limit + " are allowed");
    }

    private void named(String code, String name, String wrong) {
        fault(code, Map.of("entry", name), "the entry '" + name + "' " + wrong);
    }

    private void fault(String code, Map<String, String> arguments, String message) {
        faults.add(new PluginFault(code, arguments, message));
    }
}
