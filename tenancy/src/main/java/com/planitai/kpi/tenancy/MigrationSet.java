package com.planitai.kpi.tenancy;

import java.util.List;
import org.flywaydb.core.api.MigrationVersion;

/**
 * A set of versioned SQL files on the class path.
 *
 * @param expected version of the last file, so that comparing costs no scan; a test holds it to the files
 */
record MigrationSet(List<String> locations, String expected) {
    static final MigrationSet DIRECTORY = new MigrationSet(List.of("classpath:db/directory"), "2");
    static final MigrationSet TENANT = new MigrationSet(List.of("classpath:db/tenant"), "6");

    MigrationSet {
        locations = List.copyOf(locations);
    }

    /** Below 0 when the version found is older than the expected one, above 0 when it is newer. */
    int compare(String found) {
        return MigrationVersion.fromVersion(found).compareTo(MigrationVersion.fromVersion(expected));
    }
}
