package com.planitai.kpi.pluginhost;

/**
 * How large an archive may be, checked before anything of it is loaded.
 *
 * @param archiveBytes size of the file
 * @param entries number of files and folders in it
 * @param expandedBytes size of all entries together
 * @param expansionRatio expanded size divided by the size of the file
 */
public record ArchiveLimits(long archiveBytes, int entries, long expandedBytes, int expansionRatio) {
    private static final long STANDARD_ARCHIVE_BYTES = 64L * 1024 * 1024;
    private static final int STANDARD_ENTRIES = 10_000;
    private static final long STANDARD_EXPANDED_BYTES = 256L * 1024 * 1024;
    private static final int STANDARD_EXPANSION_RATIO = 50;

    public ArchiveLimits {
        if (archiveBytes < 1 || entries < 1 || expandedBytes < 1 || expansionRatio < 1) {
            throw new IllegalArgumentException("archive limits must be positive, were " + archiveBytes + ", " + entries
                    + ", " + expandedBytes + ", " + expansionRatio);
        }
    }

    /** 64 MiB, 10,000 entries, 256 MiB expanded and no more than 50 times the file. */
    public static ArchiveLimits standard() {
        return new ArchiveLimits(
                STANDARD_ARCHIVE_BYTES, STANDARD_ENTRIES, STANDARD_EXPANDED_BYTES, STANDARD_EXPANSION_RATIO);
    }
}
