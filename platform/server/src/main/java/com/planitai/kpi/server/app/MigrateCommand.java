package com.planitai.kpi.server.app;

import com.planitai.kpi.tenancy.MigrationReport;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

/** {@code kpi migrate}: directory, then tenants; may be stopped and run again. */
@Command(
        name = "migrate",
        description = "Bring the database up to date: the directory, then all tenants.",
        mixinStandardHelpOptions = true)
final class MigrateCommand implements Callable<Integer> {
    @Override
    public Integer call() {
        return migrate(System.getenv()) ? 0 : 1;
    }

    private static boolean migrate(Map<String, String> environment) {
        try (OperatorAccess access = OperatorAccess.open(environment)) {
            MigrationReport report = access.database().migrate();
            System.out.println("directory at version " + report.directoryVersion() + ", "
                    + report.migrated().size() + " tenants migrated, "
                    + report.failures().size() + " failed");
            report.failures().forEach(failure -> System.err.println("failed: " + failure));
            return report.failures().isEmpty();
        }
    }
}
