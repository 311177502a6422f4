package com.planitai.kpi.server.data;

import com.planitai.kpi.server.job.JobEffect;
import com.planitai.kpi.server.job.JobHandler;
import com.planitai.kpi.server.job.JobResult;
import com.planitai.kpi.server.job.JobRun;
import com.planitai.kpi.tenancy.TenantTransaction;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.function.Supplier;

/** Takes an import back, in the transaction that also says so. */
final class RevertJob implements JobHandler {
    static final String KIND = "import-revert";

    private static final Duration STATEMENT_LIMIT = Duration.ofMinutes(10);

    private final CatalogueRepository catalogues;
    private final ImportRepository imports;
    private final Supplier<UUID> ids;
    private final BatchRepository batches = new BatchRepository();
    private final RevertRepository repository = new RevertRepository();

    /** The request of the job. */
    record Request(UUID importId) {}

    RevertJob(CatalogueRepository catalogues, ImportRepository imports, Supplier<UUID> ids) {
        this.catalogues = catalogues;
        this.imports = imports;
        this.ids = ids;
    }

    @Override
    public String kind() {
        return KIND;
    }

    @Override
    public JobEffect prepare(JobRun run) {
        return tx -> JobResult.succeeded(revert(tx, run));
    }

    private RevertReport revert(TenantTransaction tx, JobRun run) {
        tx.statementTimeout(STATEMENT_LIMIT);
        catalogues.hold(tx);
        UUID id = imports.lockOfJob(tx, run.id()).id();
        BatchRepository.Written written = batches.ofImport(tx, id)
                .orElseThrow(() -> new IllegalStateException("import " + id + " wrote nothing that could be reverted"));
        if (written.revertedBy() != null) {
            return new RevertReport(written.revertedBy(), 0, 0, List.of());
        }
        long version = tx.bumpVersionOfNumbers();
        var undoing =
                new RevertRepository.Undoing(id, written, ids.get(), run.user().orElse(null));
        return repository.revert(tx, undoing, version);
    }
}
