package com.planitai.kpi.spi;

/** This service provider interface itself. */
public final class Spi {
    private static final String VERSION = "0.1.0";

    private Spi() {}

    /**
     * The version of this interface by Semantic Versioning 2.0.0; the {@code spi} range of an archive's manifest must
     * contain it.
     *
     * @return the version, such as {@code 0.1.0}
     */
    public static String version() {
        return VERSION;
    }
}
