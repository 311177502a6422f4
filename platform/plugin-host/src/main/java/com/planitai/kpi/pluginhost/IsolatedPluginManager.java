package com.planitai.kpi.pluginhost;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.pf4j.AbstractPluginManager;
import org.pf4j.DefaultExtensionFactory;
import org.pf4j.DefaultPluginDescriptor;
import org.pf4j.DefaultVersionManager;
import org.pf4j.ExtensionFactory;
import org.pf4j.ExtensionFinder;
import org.pf4j.Plugin;
import org.pf4j.PluginDescriptor;
import org.pf4j.PluginDescriptorFinder;
import org.pf4j.PluginFactory;
import org.pf4j.PluginLoader;
import org.pf4j.PluginRepository;
import org.pf4j.PluginStatusProvider;
import org.pf4j.ServiceProviderExtensionFinder;
import org.pf4j.VersionManager;

/** PF4J reduced to what we use: unpacked, verified folders, a class loader each, load, start, stop and unload. */
final class IsolatedPluginManager extends AbstractPluginManager {
    private static final String CLASSES = "classes";
    private static final String LIBRARIES = "lib";
    private static final String JAR_ENDING = ".jar";

    private final Map<Path, PluginManifest> manifests = new ConcurrentHashMap<>();
    private final ClassLoader allowed = new SpiOnlyClassLoader();

    IsolatedPluginManager(Path workFolder) {
        super(workFolder);
    }

    /** Loads and starts a verified folder; its class loader sees the JDK, the SPI and the folder. */
    ClassLoader load(Path folder, PluginManifest manifest) {
        manifests.put(folder, manifest);
        String id = loadPlugin(folder);
        startPlugin(id);
        return getPluginClassLoader(id);
    }

    /** Stops and unloads everything, over a copy: PF4J's own stopPlugins() changes the list that it walks. */
    void unloadAll() {
        List.copyOf(getPlugins()).forEach(plugin -> unloadPlugin(plugin.getPluginId()));
    }

    @Override
    protected PluginDescriptorFinder createPluginDescriptorFinder() {
        return new PluginDescriptorFinder() {
            @Override
            public boolean isApplicable(Path folder) {
                return manifests.containsKey(folder);
            }

            @Override
            public PluginDescriptor find(Path folder) {
                PluginManifest manifest = manifests.get(folder);
                if (manifest == null) {
                    throw new IllegalStateException("no manifest was verified for " + folder);
                }
                return new DefaultPluginDescriptor(
                        manifest.id(),
                        manifest.description().english(),
                        Plugin.class.getName(),
                        manifest.version(),
                        "*",
                        manifest.provider(),
                        "");
            }
        };
    }

    @Override
    protected PluginLoader createPluginLoader() {
        return new PluginLoader() {
            @Override
            public boolean isApplicable(Path folder) {
                return true;
            }

            @Override
            public ClassLoader loadPlugin(Path folder, PluginDescriptor descriptor) {
                return new URLClassLoader(
                        "plugin-" + descriptor.getPluginId(), classPath(folder).toArray(URL[]::new), allowed);
            }
        };
    }

    private static List<URL> classPath(Path folder) {
        List<URL> urls = new ArrayList<>();
        urls.add(url(folder.resolve(CLASSES)));
        Path libraries = folder.resolve(LIBRARIES);
        if (Files.isDirectory(libraries)) {
            try (var files = Files.list(libraries)) {
                files.filter(file -> file.toString().endsWith(JAR_ENDING))
                        .sorted()
                        .forEach(file -> urls.add(url(file)));
            } catch (IOException unreadable) {
                throw new UncheckedIOException(unreadable);
            }
        }
        return urls;
    }

    private static URL url(Path path) {
        try {
            return path.toUri().toURL();
        } catch (MalformedURLException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    @Override
    protected PluginFactory createPluginFactory() {
        return wrapper -> new Plugin();
    }

    @Override
    protected ExtensionFactory createExtensionFactory() {
        return new DefaultExtensionFactory();
    }

    @Override
    protected ExtensionFinder createExtensionFinder() {
        return new ServiceProviderExtensionFinder(this);
    }

    @Override
    protected VersionManager createVersionManager() {
        return new DefaultVersionManager();
    }

    @Override
    protected PluginRepository createPluginRepository() {
        return new PluginRepository() {
            @Override
            public List<Path> getPluginPaths() {
                return List.of();
            }

            @Override
            public boolean deletePluginPath(Path path) {
                return false;
            }
        };
    }

    @Override
    protected PluginStatusProvider createPluginStatusProvider() {
        return new PluginStatusProvider() {
            @Override
            public boolean isPluginDisabled(String pluginId) {
                return false;
            }

            @Override
            public void disablePlugin(String pluginId) {
                throw new UnsupportedOperationException("plugins are not disabled here");
            }

            @Override
            public void enablePlugin(String pluginId) {
                throw new UnsupportedOperationException("plugins are not disabled here");
            }
        };
    }
}
