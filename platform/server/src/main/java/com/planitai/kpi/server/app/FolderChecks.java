package com.planitai.kpi.server.app;

import com.planitai.kpi.pluginhost.InstalledPlugin;
import com.planitai.kpi.pluginhost.PluginFault;
import com.planitai.kpi.pluginhost.PluginHost;
import com.planitai.kpi.pluginhost.PluginHostSettings;
import com.planitai.kpi.server.app.Check.Finding;
import com.planitai.kpi.server.files.ObjectStore;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** What the server finds on disk, or in the image. */
final class FolderChecks {
    /** An embedded database grows. */
    private static final long LEAST_FREE_BYTES_WITH_DATABASE = 1L << 30;

    /** Room for unpacked plugins; in the image the data folder is a small file system in memory. */
    private static final long LEAST_FREE_BYTES = 64L << 20;

    private static final int BITS_OF_MEBIBYTE = 20;

    private FolderChecks() {}

    static Check dataFolder(Configuration configuration) {
        return new Check(
                "data folder", () -> List.of(dataFolder(configuration.dataFolder(), leastFree(configuration))));
    }

    static Check plugins(Configuration configuration) {
        return new Check("plugins", () -> plugins(configuration.pluginsFolder(), configuration.dataFolder()));
    }

    static Check site(Configuration configuration) {
        return new Check("web app", () -> List.of(site(configuration.listener().webRoot())));
    }

    static Check files(Configuration configuration) {
        return new Check("files", () -> List.of(filesIn(configuration)));
    }

    private static long leastFree(Configuration configuration) {
        return configuration.database() == null ? LEAST_FREE_BYTES_WITH_DATABASE : LEAST_FREE_BYTES;
    }

    private static Finding dataFolder(Path folder, long least) throws IOException {
        try {
            DataFolder.open(folder);
        } catch (StartFailure readOnly) {
            return Finding.bad(
                    "data folder",
                    folder + " cannot be written: give this user the right to, set DATA_DIR, or, where the root file "
                            + "system is read-only, mount a volume or a tmpfs there");
        }
        long free = Files.getFileStore(folder).getUsableSpace();
        String sentence = (free >> BITS_OF_MEBIBYTE) + " MiB free in " + folder;
        return free >= least
                ? Finding.good("data folder", sentence)
                : Finding.bad(
                        "data folder",
                        sentence + ", expected " + (least >> BITS_OF_MEBIBYTE)
                                + " MiB or more: make room, or give it a " + "larger volume");
    }

    private static List<Finding> plugins(Path archives, Path dataFolder) {
        PluginHostSettings settings = PluginHostSettings.of(
                archives, DataFolder.open(dataFolder).plugins().resolve("doctor"));
        try (PluginHost host = PluginHost.open(settings)) {
            List<Finding> findings = new ArrayList<>();
            findings.add(
                    host.plugins().isEmpty()
                            ? Finding.bad("plugins", "none in " + archives + ": set PLUGINS_DIR to their folder")
                            : Finding.good("plugins", host.plugins().size() + " in " + archives));
            host.plugins().stream()
                    .filter(plugin -> plugin.state() == InstalledPlugin.State.FAILED)
                    .map(plugin -> Finding.bad(
                            "plugin " + plugin.archive(),
                            plugin.faults().stream().map(PluginFault::message).collect(Collectors.joining("; "))
                                    + ": replace the archive, or take it away"))
                    .forEach(findings::add);
            return findings;
        }
    }

    private static Finding filesIn(Configuration configuration) {
        try (ObjectStore files = DataFolder.open(configuration.dataFolder()).files(configuration.bucket())) {
            return files.fault()
                    .map(fault -> Finding.bad("files", fault))
                    .orElseGet(() -> Finding.good("files", files.toString()));
        }
    }

    private static Finding site(Path folder) {
        return Files.isRegularFile(folder.resolve("index.html"))
                ? Finding.good("web app", folder.toString())
                : Finding.bad("web app", "no index.html in " + folder + ": build it, or set WEB_ROOT to its folder");
    }
}
