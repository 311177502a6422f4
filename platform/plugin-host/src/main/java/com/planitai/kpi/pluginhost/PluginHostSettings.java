package com.planitai.kpi.pluginhost;

import java.nio.file.Path;
import java.time.Duration;

/**
 * Where archives are and how far a plugin may go.
 *
 * @param archives the folder whose {@code *.zip} files are loaded; it may be read-only
 * @param workFolder a writable folder in which archives are unpacked while the host is open
 * @param limits how large an archive may be
 * @param callDeadline how long one call into a plugin may take
 */
public record PluginHostSettings(Path archives, Path workFolder, ArchiveLimits limits, Duration callDeadline) {
    private static final Duration STANDARD_CALL_DEADLINE = Duration.ofSeconds(10);

    public PluginHostSettings {
        if (!callDeadline.isPositive()) {
            throw new IllegalArgumentException("callDeadline must be positive, was " + callDeadline);
        }
    }

    /** Standard limits and ten seconds a call. */
    public static PluginHostSettings of(Path archives, Path workFolder) {
        return new PluginHostSettings(archives, workFolder, ArchiveLimits.standard(), STANDARD_CALL_DEADLINE);
    }
}
