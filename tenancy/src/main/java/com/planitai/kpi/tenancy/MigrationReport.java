package com.planitai.kpi.tenancy;

import java.util.List;

/**
 * What a run of all migrations did.
 *
 * @param directoryVersion version of the directory schema after the run
 * @param migrated tenants brought to the expected version, in no order
 * @param failures tenants left as they were; running again takes up exactly these
 */
public record MigrationReport(String directoryVersion, List<TenantSlug> migrated, List<Failure> failures) {
    public MigrationReport {
        migrated = List.copyOf(migrated);
        failures = List.copyOf(failures);
    }

    public record Failure(TenantSlug tenant, String message) {}
}
