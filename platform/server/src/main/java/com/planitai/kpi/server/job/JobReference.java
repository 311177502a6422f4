package com.planitai.kpi.server.job;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.planitai.kpi.tenancy.TenantId;
import java.util.UUID;

/** What the scheduler's queue holds of a job: where it is. */
record JobReference(UUID tenant, UUID job, long submittedAtMillis) {
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
