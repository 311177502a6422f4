package com.planitai.kpi.pluginhost;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Folders of unpacked archives, named by the process that uses them so that those of killed processes can go. */
final class WorkFolder {
    private static final Pattern NAME = Pattern.compile("plugins-(\\d{1,18})-.*");

    private WorkFolder() {}

    static Path create(Path parent) throws IOException {
        for (Path child : children(parent)) {
            Matcher name = NAME.matcher(String.valueOf(child.getFileName()));
            if (name.matches()
                    && ProcessHandle.of(Long.parseLong(name.group(1))).isEmpty()) {
                delete(child);
            }
        }
        return Files.createTempDirectory(
                parent, "plugins-" + ProcessHandle.current().pid() + "-");
    }

    static void delete(Path folder) throws IOException {
        try (var paths = Files.walk(folder)) {
            for (Path path : paths.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(path);
            }
        } catch (UncheckedIOException broken) {
            throw broken.getCause();
        }
    }

    private static List<Path> children(Path parent) throws IOException {
        try (var paths = Files.list(parent)) {
            return paths.toList();
        }
    }
}
