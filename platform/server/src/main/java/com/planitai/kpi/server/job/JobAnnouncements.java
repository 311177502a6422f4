package com.planitai.kpi.server.job;

import com.planitai.kpi.tenancy.TenantTransaction;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;

/** Tells whoever listens what becomes of jobs, once it is committed. */
final class JobAnnouncements {
    private final JobRepository repository;
    private final List<JobListener> listeners = new CopyOnWriteArrayList<>();

    JobAnnouncements(JobRepository repository) {
        this.repository = repository;
    }

    void listen(JobListener listener) {
        listeners.add(listener);
    }

    /** Call it in the transaction that changed the job, after the change. */
    void announce(TenantTransaction tx, UUID id) {
        if (!listeners.isEmpty()) {
            repository
                    .find(tx, id)
                    .ifPresent(job ->
                            tx.afterCommit(() -> listeners.forEach(listener -> listener.changed(tx.tenant(), job))));
        }
    }
}
