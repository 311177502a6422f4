package com.planitai.kpi.server.data;

import com.planitai.kpi.server.files.ObjectKey;
import com.planitai.kpi.server.files.ObjectStore;
import com.planitai.kpi.server.http.Caller;
import com.planitai.kpi.server.job.Job;
import com.planitai.kpi.server.job.JobCancellation;
import com.planitai.kpi.server.job.JobFeature;
import com.planitai.kpi.tenancy.TenantDatabase;
import com.planitai.kpi.tenancy.TenantId;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Takes files in and runs their imports as jobs. */
final class ImportService {
    private final TenantDatabase database;
    private final MappingRepository mappings;
    private final JobFeature jobs;
    private final ObjectStore files;
    private final Supplier<UUID> ids;

    /** How a file came. */
    record Upload(
            InputStream content,
            boolean tabSeparated,
            @Nullable String fileName,
            boolean dryRun,
            OnError onError,
            @Nullable String mapping) {}

    sealed interface Taken {
        record Accepted(Job job) implements Taken {}

        record Empty() implements Taken {}

        record UnknownMapping(String name, List<String> known) implements Taken {}
    }

    ImportService(
            TenantDatabase database,
            MappingRepository mappings,
            JobFeature jobs,
            ObjectStore files,
            Supplier<UUID> ids) {
        this.database = database;
        this.mappings = mappings;
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
        boolean kept = false;
        try {
            long bytes = files.put(key, upload.content());
            if (bytes == 0) {
                return new Taken.Empty();
            }
            var request = new ImportRequest(
                    key.path(),
                    bytes,
                    upload.tabSeparated(),
                    upload.fileName(),
                    upload.dryRun(),
                    upload.onError(),
                    mapping);
            Job job = database.inTransaction(member.tenant(), tx -> {
                UUID id = jobs.submit(tx, ImportJob.KIND, request, member.user());
                return jobs.find(tx, ImportJob.KIND, id).orElseThrow();
            });
            kept = true;
            return new Taken.Accepted(job);
        } finally {
            if (!kept) {
                files.discard(key);
            }
        }
    }

    Optional<Job> find(TenantId tenant, UUID id) {
        return database.reading(tenant, tx -> jobs.find(tx, ImportJob.KIND, id));
    }

    List<Job> list(TenantId tenant, @Nullable UUID after, int limit) {
        return database.reading(tenant, tx -> jobs.list(tx, ImportJob.KIND, after, limit));
    }

    JobCancellation cancel(TenantId tenant, UUID id) {
        return database.inTransaction(tenant, tx -> jobs.cancel(tx, ImportJob.KIND, id));
    }

    private List<String> mappingNames(TenantId tenant) {
        return database.reading(tenant, tx -> mappings.list(tx, "", Integer.MAX_VALUE)).stream()
                .map(saved -> saved.mapping().name())
                .toList();
    }
}
