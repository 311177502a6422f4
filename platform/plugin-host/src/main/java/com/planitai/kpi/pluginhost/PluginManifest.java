package com.planitai.kpi.pluginhost;

import com.planitai.kpi.spi.LocalizedText;
import java.util.List;

/** The content of {@code plugin.json}, valid and in range of this host. */
record PluginManifest(
        String id,
        String version,
        LocalizedText name,
        LocalizedText description,
        String provider,
        List<InstalledExtension> extensions) {
    static final String FILE = "plugin.json";

    PluginManifest {
        extensions = List.copyOf(extensions);
    }
}
