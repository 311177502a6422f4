package com.planitai.kpi.server.event;

import com.planitai.kpi.server.job.Job;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Data of events. */
final class EventWire {
    private EventWire() {}

    record Version(long tenantVersion) {}

    /** @param kpis whose numbers may differ, those computed from others included; null for too many to name */
    record Values(long tenantVersion, @Nullable List<String> kpis) {}

    record JobState(String id, String kind, String status, Progress progress) {
        static JobState of(Job job) {
            return new JobState(
                    job.id().toString(), job.kind(), job.status().name(), new Progress(job.done(), job.total()));
        }
    }

    record Progress(long done, @Nullable Long total) {}
}
