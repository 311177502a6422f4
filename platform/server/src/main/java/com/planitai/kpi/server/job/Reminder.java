package com.planitai.kpi.server.job;

import com.planitai.kpi.tenancy.TenantId;
import java.time.Duration;
import java.util.Optional;

/** What is done at a time that was set for it, such as deleting a file whose time is over. Used by several threads at once. */
public interface Reminder {
    String kind();

    /**
     * Does it; may be called again after a crash or a failure.
     *
     * @return after what time to call again; empty when it is done
     */
    Optional<Duration> due(TenantId tenant, String subject);
}
