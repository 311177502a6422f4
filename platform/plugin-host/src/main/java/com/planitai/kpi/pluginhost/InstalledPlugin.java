package com.planitai.kpi.pluginhost;

import com.planitai.kpi.spi.LocalizedText;
import java.util.List;

/**
 * A plugin as the host found it.
 *
 * @param archive the file name of its archive
 * @param id the id; the archive's name without its ending where the manifest could not be read
 * @param version the version; empty where the manifest could not be read
 * @param name the name that people read
 * @param description what the plugin does, or what is wrong where the manifest could not be read
 * @param provider who made it; empty where the manifest could not be read
 * @param extensions what it declares; usable only when active
 * @param state whether its extensions can be called
 * @param faults all that is wrong with it; empty exactly when it is active
 */
public record InstalledPlugin(
        String archive,
        String id,
        String version,
        LocalizedText name,
        LocalizedText description,
        String provider,
        List<InstalledExtension> extensions,
        State state,
        List<PluginFault> faults) {

    /** Whether a plugin's extensions can be called. */
    public enum State {
        ACTIVE,
        FAILED
    }

    public InstalledPlugin {
        extensions = List.copyOf(extensions);
        faults = List.copyOf(faults);
        if ((state == State.ACTIVE) != faults.isEmpty()) {
            throw new IllegalArgumentException("expected faults exactly when FAILED, was " + state + " " + faults);
        }
    }

    static InstalledPlugin active(String archive, PluginManifest manifest) {
        return described(archive, manifest, State.ACTIVE, List.of());
    }

    static InstalledPlugin failed(String archive, PluginManifest manifest, List<PluginFault> faults) {
        return described(archive, manifest, State.FAILED, faults);
    }

    static InstalledPlugin unreadable(String archive, List<PluginFault> faults) {
        String stem = archive.substring(0, archive.length() - PluginHost.ARCHIVE_ENDING.length());
        return new InstalledPlugin(
                archive,
                stem,
                "",
                LocalizedText.english(archive),
                LocalizedText.english(faults.getFirst().message()),
                "",
                List.of(),
                State.FAILED,
                faults);
    }

    private static InstalledPlugin described(
            String archive, PluginManifest manifest, State state, List<PluginFault> faults) {
        return new InstalledPlugin(
                archive,
                manifest.id(),
                manifest.version(),
                manifest.name(),
                manifest.description(),
                manifest.provider(),
                manifest.extensions(),
                state,
                faults);
    }
}
