package com.planitai.kpi.server.data;

import com.planitai.kpi.server.files.ObjectKey;
import com.planitai.kpi.server.files.ObjectStore;
import com.planitai.kpi.server.http.Caller;
import com.planitai.kpi.server.http.Json;
import com.planitai.kpi.server.job.Job;
import com.planitai.kpi.server.job.JobCancellation;
import com.planitai.kpi.server.job.JobFeature;
import com.planitai.kpi.server.sheet.SheetFormat;
import com.planitai.kpi.server.sheet.TextEncoding;
import com.planitai.kpi.tenancy.TenantDatabase;
import com.planitai.kpi.tenancy.TenantId;
import com.planitai.kpi.tenancy.TenantTransaction;
import java.io.IOException;
import java.io.InputStream;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Takes files in, runs their imports as jobs, and takes these back. */
final class ImportService {
    private final TenantDatabase database;
    private final MappingRepository mappings;
    private final ImportRepository imports;
    private final JobFeature jobs;
    private final ObjectStore files;
    private final Supplier<UUID> ids;
    private final BatchRepository batches = new BatchRepository();

    /** How a file came. */
    record Upload(
            InputStream content,
            SheetFormat format,
            @Nullable TextEncoding encoding,
            @Nullable String fileName,
            boolean dryRun,
            OnError onError,
            @Nullable String mapping) {}

    sealed interface Taken {
        record Accepted(ImportView view) implements Taken {}

        record Empty() implements Taken {}

        record UnknownMapping(String name, List<String> known) implements Taken {}
    }

    /** What came of asking for one more thing. */
    sealed interface Asked {
        record Accepted(ImportView view) implements Asked {}

        /** It has been done before. */
        record Done(ImportView view) implements Asked {}

        record NoSuchImport() implements Asked {}

        record Running() implements Asked {}

        /** There is nothing left to decide. */
        record AlreadyWritten() implements Asked {}

        record NothingWritten() implements Asked {}

        record FileGone() implements Asked {}
    }

    /** The file of an import and what is wrong with it. */
    record FaultyFile(ImportRequest request, ObjectKey key, List<ImportReport.Line> faults, int count) {}

    ImportService(
            TenantDatabase database,
            MappingRepository mappings,
            ImportRepository imports,
            JobFeature jobs,
            ObjectStore files,
            Supplier<UUID> ids) {
        this.database = database;
        this.mappings = mappings;
        this.imports = imports;
        this.jobs = jobs;
        this.files = files;
        this.ids = ids;
    }

    /** The file is stored before the job is there, so that no job waits for a file that will not come. */
    Taken take(Caller.Member member, Upload upload) throws IOException {
        ImportMapping mapping = null;
        String name = upload.mapping();
        if (name != null) {
            mapping = database.reading(member.tenant(), tx -> mappings.find(tx, name))
                    .map(MappingRepository.Saved::mapping)
                    .orElse(null);
            if (mapping == null) {
                return new Taken.UnknownMapping(name, mappingNames(member.tenant()));
            }
        }
        ObjectKey key = new ObjectKey(member.tenant(), "imports/" + ids.get());
        Instant until = jobs.remind(member.tenant(), FileExpiry.KIND, key.path(), FileExpiry.KEPT);
        boolean kept = false;
        try {
            long bytes = files.put(key, upload.content());
            if (bytes == 0) {
                return new Taken.Empty();
            }
            var request = new ImportRequest(
                    key.path(),
                    bytes,
                    upload.format(),
                    upload.encoding(),
                    upload.fileName(),
                    upload.dryRun(),
                    upload.onError(),
                    mapping,
                    null);
            ImportView view = database.inTransaction(member.tenant(), tx -> {
                UUID id = jobs.submit(tx, ImportJob.KIND, request, member.user());
                imports.insert(tx, id, key.path(), until);
                return view(tx, imports.find(tx, id).orElseThrow());
            });
            kept = true;
            return new Taken.Accepted(view);
        } finally {
            if (!kept) {
                files.discard(key);
            }
        }
    }

    Optional<ImportView> find(TenantId tenant, UUID id) {
        return database.reading(tenant, tx -> imports.find(tx, id).map(row -> view(tx, row)));
    }

    List<ImportView> list(TenantId tenant, @Nullable UUID after, int limit) {
        return database.reading(tenant, tx -> {
            List<ImportRepository.Row> rows = imports.list(tx, after, limit);
            Set<UUID> all = rows.stream()
                    .flatMap(row -> Stream.of(Optional.of(row.job()), Optional.ofNullable(row.revertJob())))
                    .flatMap(Optional::stream)
                    .collect(Collectors.toSet());
            Map<UUID, Job> found = jobs.findAll(tx, all);
            return rows.stream().map(row -> view(row, found)).toList();
        });
    }

    /** Of what runs now. */
    JobCancellation cancel(TenantId tenant, UUID id) {
        return database.inTransaction(
                tenant,
                tx -> imports.lock(tx, id)
                        .map(row -> view(tx, row).latest())
                        .map(job -> jobs.cancel(tx, job.kind(), job.id()))
                        .orElseGet(JobCancellation.NoSuchJob::new));
    }

    /** Runs an import that has written nothing once more, this time to write, with its faults decided. */
    Asked commit(Caller.Member member, UUID id, ImportDecisions decisions) {
        return database.inTransaction(member.tenant(), tx -> {
            ImportRepository.Row row = imports.lock(tx, id).orElse(null);
            if (row == null) {
                return new Asked.NoSuchImport();
            }
            ImportView view = view(tx, row);
            if (!view.isOver()) {
                return new Asked.Running();
            }
            if (batches.ofImport(tx, id).isPresent()) {
                return new Asked.AlreadyWritten();
            }
            if (!row.fileKept()) {
                return new Asked.FileGone();
            }
            ImportRequest request =
                    Json.read(view.job().request(), ImportRequest.class).committed(decisions);
            imports.runAgain(tx, id, jobs.submit(tx, ImportJob.KIND, request, member.user()));
            return new Asked.Accepted(view(tx, imports.find(tx, id).orElseThrow()));
        });
    }

    Asked revert(Caller.Member member, UUID id) {
        return database.inTransaction(member.tenant(), tx -> {
            ImportRepository.Row row = imports.lock(tx, id).orElse(null);
            if (row == null) {
                return new Asked.NoSuchImport();
            }
            ImportView view = view(tx, row);
            if (!view.isOver()) {
                return new Asked.Running();
            }
            BatchRepository.Written written = batches.ofImport(tx, id).orElse(null);
            if (written == null) {
                return new Asked.NothingWritten();
            }
            if (written.revertedBy() != null) {
                return new Asked.Done(view);
            }
            imports.revert(tx, id, jobs.submit(tx, RevertJob.KIND, new RevertJob.Request(id), member.user()));
            return new Asked.Accepted(view(tx, imports.find(tx, id).orElseThrow()));
        });
    }

    /** Empty where no fault is known, or the file is gone. */
    Optional<FaultyFile> faultyFile(TenantId tenant, UUID id) {
        return database.reading(
                tenant,
                tx -> imports.find(tx, id)
                        .filter(ImportRepository.Row::fileKept)
                        .flatMap(row -> {
                            Job job = view(tx, row).job();
                            ImportReport report = ImportWire.report(job);
                            // Of a file that could not be opened there are no lines to hand back.
                            return report.layout() == null
                                    ? Optional.<FaultyFile>empty()
                                    : Optional.of(new FaultyFile(
                                            Json.read(job.request(), ImportRequest.class),
                                            new ObjectKey(tenant, row.file()),
                                            imports.faults(tx, id),
                                            report.faults()));
                        })
                        .filter(file -> !file.faults().isEmpty()));
    }

    private ImportView view(TenantTransaction tx, ImportRepository.Row row) {
        Set<UUID> all = row.revertJob() == null ? Set.of(row.job()) : Set.of(row.job(), row.revertJob());
        return view(row, jobs.findAll(tx, all));
    }

    private static ImportView view(ImportRepository.Row row, Map<UUID, Job> found) {
        Job job = found.get(row.job());
        if (job == null) {
            throw new IllegalStateException("expected the job of import " + row.id() + ", found none");
        }
        return new ImportView(row, job, row.revertJob() == null ? null : found.get(row.revertJob()));
    }

    private List<String> mappingNames(TenantId tenant) {
        return database.reading(tenant, tx -> mappings.list(tx, "", Integer.MAX_VALUE)).stream()
                .map(saved -> saved.mapping().name())
                .toList();
    }
}
