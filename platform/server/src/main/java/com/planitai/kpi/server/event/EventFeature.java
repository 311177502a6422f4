package com.planitai.kpi.server.event;

import com.planitai.kpi.server.coordination.Coordination;
import com.planitai.kpi.server.coordination.Coordination.Subscription;
import com.planitai.kpi.server.coordination.Key;
import com.planitai.kpi.server.http.Authenticator;
import com.planitai.kpi.server.http.Route;
import com.planitai.kpi.server.job.JobFeature;
import com.planitai.kpi.server.snapshot.SnapshotFeature;
import com.planitai.kpi.tenancy.TenantId;
import com.planitai.kpi.tenancy.TenantVersions;
import java.util.List;
import java.util.UUID;
import java.util.function.Supplier;

/**
 * Tells browsers what happens in their tenant: versions, as this instance learns of them, and jobs, wherever they run. What jobs
 * do elsewhere comes over {@link Coordination} and may be lost with it, so a reader asks for a job once in a while.
 */
public final class EventFeature implements AutoCloseable {
    private static final Key JOBS = Key.of("tenants", "jobs");

    /** @param instance who sends it, and need not hear it */
    record JobMessage(UUID instance, UUID tenant, EventWire.JobState job) {}

    private final Feeds feeds;
    private final Subscription subscription;
    private final List<Route> routes;

    private EventFeature(Feeds feeds, Subscription subscription, List<Route> routes) {
        this.feeds = feeds;
        this.subscription = subscription;
        this.routes = routes;
    }

    /** @param ids of this instance and of feeds; must not repeat */
    public static EventFeature create(
            TenantVersions versions,
            SnapshotFeature snapshots,
            JobFeature jobs,
            Coordination coordination,
            Authenticator authenticator,
            Supplier<UUID> ids) {
        var feeds = new Feeds(snapshots, () -> ids.get().toString(), System::nanoTime);
        UUID here = ids.get();
        versions.listen((tenant, version, origin) -> feeds.rose(tenant));
        jobs.listen((tenant, job) -> {
            EventWire.JobState state = EventWire.JobState.of(job);
            feeds.add(tenant, state);
            coordination.publish(JOBS, new JobMessage(here, tenant.value(), state));
        });
        Subscription subscription = coordination.subscribe(JOBS, JobMessage.class, message -> {
            if (!message.instance().equals(here)) {
                feeds.add(new TenantId(message.tenant()), message.job());
            }
        });
        return new EventFeature(
                feeds, subscription, new EventRoutes(feeds, snapshots, authenticator, System::nanoTime).routes());
    }

    public List<Route> routes() {
        return routes;
    }

    /** Ends all streams; their readers come back, and find another instance once this one takes no more. */
    @Override
    public void close() {
        feeds.end();
        subscription.close();
    }
}
