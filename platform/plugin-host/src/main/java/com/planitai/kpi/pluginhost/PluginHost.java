package com.planitai.kpi.pluginhost;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The plugins of one folder, loaded when the host is opened. A broken archive is reported and skipped. Plugins run
 * in this process: class loaders keep their libraries apart, not their secrets. Thread-safe.
 */
public final class PluginHost implements AutoCloseable {
    static final String ARCHIVE_ENDING = ".zip";
    private static final Logger LOG = LoggerFactory.getLogger(PluginHost.class);

    private final Path unpacked;
    private final IsolatedPluginManager manager;
    private final List<PluginLoading.Loaded> loaded;
    private final List<InstalledPlugin> plugins;
    private final List<TemplateHandle> templates;

    private PluginHost(Path unpacked, IsolatedPluginManager manager, List<PluginLoading.Loaded> loaded) {
        this.unpacked = unpacked;
        this.manager = manager;
        this.loaded = List.copyOf(loaded);
        this.plugins = loaded.stream().map(PluginLoading.Loaded::plugin).toList();
        this.templates = loaded.stream()
                .flatMap(plugin -> plugin.templates().stream())
                .sorted(Comparator.comparing(TemplateHandle::id))
                .toList();
    }

    /**
     * Loads every archive of the folder; a folder that does not exist has none.
     *
     * @throws UncheckedIOException if the folder cannot be read or the work folder not written
     */
    public static PluginHost open(PluginHostSettings settings) {
        try {
            Files.createDirectories(settings.workFolder());
            Path unpacked = WorkFolder.create(settings.workFolder());
            var manager = new IsolatedPluginManager(unpacked);
            var loading = new PluginLoading(settings, unpacked, manager);
            List<PluginLoading.Loaded> loaded = new ArrayList<>();
            for (Path archive : archives(settings.archives())) {
                PluginLoading.Loaded plugin = loading.load(archive);
                report(plugin.plugin());
                loaded.add(plugin);
            }
            return new PluginHost(unpacked, manager, loaded);
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        }
    }

    private static List<Path> archives(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(file -> file.toString().endsWith(ARCHIVE_ENDING))
                    .filter(Files::isRegularFile)
                    .sorted()
                    .toList();
        } catch (NoSuchFileException none) {
            return List.of();
        }
    }

    private static void report(InstalledPlugin plugin) {
        switch (plugin.state()) {
            case ACTIVE -> LOG.info("plugin {} {} is active", plugin.id(), plugin.version());
            case FAILED ->
                LOG.warn(
                        "plugin archive {} is skipped: {}",
                        plugin.archive(),
                        plugin.faults().stream().map(PluginFault::message).toList());
        }
    }

    /** Every archive of the folder in the order of file names, also those that failed. */
    public List<InstalledPlugin> plugins() {
        return plugins;
    }

    /** The templates of all active plugins by id. */
    public List<TemplateHandle> templates() {
        return templates;
    }

    public Optional<TemplateHandle> template(String id) {
        return templates.stream().filter(template -> template.id().equals(id)).findFirst();
    }

    /** Stops all plugins and removes what was unpacked; later calls fail with {@code PLUGIN_STOPPED}. */
    @Override
    public void close() {
        loaded.forEach(plugin -> plugin.calls().forEach(PluginCalls::stop));
        manager.unloadAll();
        try {
            WorkFolder.delete(unpacked);
        } catch (IOException leftBehind) {
            LOG.warn("unpacked plugins could not be removed from {}", unpacked, leftBehind);
        }
    }
}
