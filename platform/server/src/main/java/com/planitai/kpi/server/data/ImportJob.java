package com.planitai.kpi.server.data;

import com.planitai.kpi.engine.time.FiscalCalendar;
import com.planitai.kpi.server.files.ObjectKey;
import com.planitai.kpi.server.files.ObjectStore;
import com.planitai.kpi.server.job.JobEffect;
import com.planitai.kpi.server.job.JobHandler;
import com.planitai.kpi.server.job.JobResult;
import com.planitai.kpi.server.job.JobRun;
import com.planitai.kpi.server.sheet.Sheet;
import com.planitai.kpi.tenancy.TenantTransaction;
import java.io.IOException;
import java.io.InputStream;
import java.util.UUID;
import java.util.function.Supplier;

/**
 * Imports one file. All of it happens in the final step, whose transaction also writes the job's result: a crash leaves
 * nothing, and a second attempt starts from nothing. Definitions are held still only for the writing itself, so that
 * nobody waits while the file is read.
 */
final class ImportJob implements JobHandler {
    static final String KIND = "import";

    private final CatalogueRepository catalogues;
    private final ImportRepository imports;
    private final ObjectStore files;
    private final Supplier<UUID> ids;

    /** What lines are read by. */
    private record Definitions(Catalogue catalogue, FiscalCalendar calendar) {}

    ImportJob(CatalogueRepository catalogues, ImportRepository imports, ObjectStore files, Supplier<UUID> ids) {
        this.catalogues = catalogues;
        this.imports = imports;
        this.files = files;
        this.ids = ids;
    }

    @Override
    public String kind() {
        return KIND;
    }

    @Override
    public JobEffect prepare(JobRun run) {
        ImportRequest request = run.request(ImportRequest.class);
        run.report(0, request.bytes());
        return tx -> write(tx, run, request);
    }

    private JobResult write(TenantTransaction tx, JobRun run, ImportRequest request) {
        StagingTable staging = StagingTable.create(tx);
        long versions = catalogues.definitionVersions(tx);
        Definitions definitions = definitions(tx);
        ImportReading reading = read(run, request, definitions, staging);
        if (mayWrite(reading, request)) {
            catalogues.hold(tx);
            if (catalogues.definitionVersions(tx) != versions) {
                Definitions now = definitions(tx);
                reading = now.equals(definitions) ? reading : read(run, request, now, staging);
            }
        }
        WriteResult.Counts counts = WriteResult.Counts.NONE;
        UUID id = imports.lockOfJob(tx, run.id()).id();
        if (mayWrite(reading, request)) {
            counts = staging.write(
                    new Batch(ids.get(), Batch.IMPORT, id, run.user().orElse(null)));
        } else if (!reading.refuses(request.onError())) {
            counts = staging.preview();
        }
        imports.replaceFaults(tx, id, reading.faults().kept());
        ImportReport report = reading.report(counts);
        return reading.refuses(request.onError()) ? JobResult.failed(report) : JobResult.succeeded(report);
    }

    private static boolean mayWrite(ImportReading reading, ImportRequest request) {
        return !request.dryRun() && !reading.refuses(request.onError());
    }

    private Definitions definitions(TenantTransaction tx) {
        return new Definitions(catalogues.whole(tx), catalogues.calendar(tx));
    }

    private ImportReading read(JobRun run, ImportRequest request, Definitions definitions, StagingTable staging) {
        var reading = new ImportReading(definitions.catalogue(), definitions.calendar());
        var progress = new Progress(run, request);
        staging.fill(rows -> reading.read(progress::open, request, rows, line -> progress.report()));
        reading.reject(staging.duplicates(ImportFaults.MAX_KEPT), staging.duplicateCount());
        return reading;
    }

    /** How much of the file has been read. */
    private final class Progress {
        private final JobRun run;
        private final ImportRequest request;
        private CountingStream counted = new CountingStream(InputStream.nullInputStream());

        Progress(JobRun run, ImportRequest request) {
            this.run = run;
            this.request = request;
        }

        Sheet open() throws IOException {
            return Sheet.open(
                    request.format(),
                    () -> {
                        counted = new CountingStream(files.get(new ObjectKey(run.tenant(), request.file()))
                                .orElseThrow(() ->
                                        new IllegalStateException("the file of import " + run.id() + " is gone")));
                        return counted;
                    },
                    request.encoding());
        }

        void report() {
            run.report(counted.bytes(), request.bytes());
        }
    }
}
