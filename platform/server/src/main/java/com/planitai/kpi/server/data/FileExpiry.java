package com.planitai.kpi.server.data;

import com.planitai.kpi.server.files.ObjectKey;
import com.planitai.kpi.server.files.ObjectStore;
import com.planitai.kpi.server.job.Job;
import com.planitai.kpi.server.job.JobFeature;
import com.planitai.kpi.server.job.Reminder;
import com.planitai.kpi.tenancy.TenantDatabase;
import com.planitai.kpi.tenancy.TenantId;
import com.planitai.kpi.tenancy.TenantTransaction;
import com.planitai.kpi.tenancy.TenantUnavailableException;
import java.time.Duration;
import java.util.Optional;

/** Deletes the file of an import when its time is over, also where a crash left the file without an import. */
final class FileExpiry implements Reminder {
    static final String KIND = "import-file";

    /** How long a file can be decided about; what is in it must not lie around for longer. */
    static final Duration KEPT = Duration.ofHours(24);

    private static final Duration UNTIL_RUNNING_IMPORT_ENDS = Duration.ofMinutes(10);

    private final TenantDatabase database;
    private final ImportRepository imports;
    private final JobFeature jobs;
    private final ObjectStore files;

    FileExpiry(TenantDatabase database, ImportRepository imports, JobFeature jobs, ObjectStore files) {
        this.database = database;
        this.imports = imports;
        this.jobs = jobs;
        this.files = files;
    }

    @Override
    public String kind() {
        return KIND;
    }

    /** A suspended tenant's file goes as well; what is known of its faults then stays with the import. */
    @Override
    public Optional<Duration> due(TenantId tenant, String path) {
        try {
            if (database.inTransaction(tenant, tx -> isInUse(tx, path))) {
                return Optional.of(UNTIL_RUNNING_IMPORT_ENDS);
            }
        } catch (TenantUnavailableException suspended) {
            files.delete(new ObjectKey(tenant, path));
            return Optional.empty();
        }
        files.delete(new ObjectKey(tenant, path));
        return Optional.empty();
    }

    private boolean isInUse(TenantTransaction tx, String path) {
        ImportRepository.Row row = imports.lockOfFile(tx, path).orElse(null);
        if (row == null) {
            return false;
        }
        boolean running = jobs.find(tx, ImportJob.KIND, row.job())
                .map(Job::status)
                .filter(status -> !status.isOver())
                .isPresent();
        if (!running) {
            imports.deleteFaults(tx, row.id());
        }
        return running;
    }
}
