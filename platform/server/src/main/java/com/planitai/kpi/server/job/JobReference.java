package com.planitai.kpi.server.job;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.planitai.kpi.tenancy.TenantId;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What the scheduler's queue holds of a job: where it is.
 *
 * @param traceparent the trace of the request that queued it; null where there was none, as in earlier releases
 */
record JobReference(
        UUID tenant,
        UUID job,
        long submittedAtMillis,
        @Nullable String traceparent) {
    @JsonIgnore
    TenantId tenantId() {
        return new TenantId(tenant);
    }

    @JsonIgnore
    String instance() {
        return instance(tenant, job);
    }

    static String instance(UUID tenant, UUID job) {
        return tenant + "/" + job;
    }
}
