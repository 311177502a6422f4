package com.planitai.kpi.server.event;

import com.planitai.kpi.engine.model.KpiCode;
import com.planitai.kpi.server.snapshot.SnapshotFeature;
import com.planitai.kpi.server.snapshot.TenantSnapshot;
import com.planitai.kpi.tenancy.TenantId;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Follows a tenant for as long as somebody reads its events, and a little longer for those who come back. */
final class TenantFeed {
    /** How long after its last reader a feed goes on. */
    static final Duration KEPT_FOR = Duration.ofMinutes(1);

    /** Versions that follow each other faster are told together. */
    private static final Duration BETWEEN_VERSIONS = Duration.ofMillis(250);

    private static final Duration AFTER_A_FAILURE = Duration.ofSeconds(1);
    /** More are not named. */
    private static final int MOST_NAMED = 200;

    private static final Logger LOG = LoggerFactory.getLogger(TenantFeed.class);

    private final TenantId tenant;
    private final Feed feed;
    private final SnapshotFeature snapshots;
    private final Predicate<TenantFeed> mayEnd;
    private final Semaphore rises = new Semaphore(0);
    private final Thread follower;
    private final TenantSnapshot first;
    private volatile long version;

    /** @param mayEnd asked again and again; true when nobody reads any more and the feed is no longer to be found */
    TenantFeed(TenantSnapshot first, Feed feed, SnapshotFeature snapshots, Predicate<TenantFeed> mayEnd) {
        this.tenant = first.tenant();
        this.feed = feed;
        this.snapshots = snapshots;
        this.mayEnd = mayEnd;
        this.first = first;
        this.version = first.version();
        this.follower = Thread.ofVirtual().name("events-" + tenant).unstarted(this::follow);
    }

    TenantId tenant() {
        return tenant;
    }

    Feed feed() {
        return feed;
    }

    /** The version that events have reached, or are just about to. */
    long version() {
        return version;
    }

    void start() {
        follower.start();
    }

    void end() {
        feed.end();
        follower.interrupt();
    }

    /** The tenant has reached another version. */
    void rose() {
        rises.release();
    }

    private void follow() {
        TenantSnapshot told = first;
        try {
            while (!mayEnd.test(this)) {
                told = tell(told);
                TimeUnit.NANOSECONDS.sleep(BETWEEN_VERSIONS.toNanos());
                if (rises.tryAcquire(KEPT_FOR.toMillis(), TimeUnit.MILLISECONDS)) {
                    rises.drainPermits();
                }
            }
        } catch (InterruptedException ended) {
            Thread.currentThread().interrupt();
        }
    }

    /** Answers what has been told now; when that cannot be known, it will be by and by. */
    private TenantSnapshot tell(TenantSnapshot told) throws InterruptedException {
        try {
            TenantSnapshot now = snapshots.current(tenant);
            if (now.version() > told.version()) {
                tell(told, now);
                return now;
            }
        } catch (RuntimeException failure) {
            LOG.warn("the events of tenant {} pause: {}", tenant, failure.getMessage());
            TimeUnit.NANOSECONDS.sleep(AFTER_A_FAILURE.toNanos());
            rises.release();
        }
        return told;
    }

    private void tell(TenantSnapshot told, TenantSnapshot now) {
        // Before the event, so that whoever comes in between is told of the version at least.
        version = now.version();
        if (now.definitionVersions() != told.definitionVersions()) {
            feed.add(Event.Type.DEFINITIONS, new EventWire.Version(now.version()));
            return;
        }
        Set<String> kpis = new TreeSet<>();
        Deque<KpiCode> open = new ArrayDeque<>(now.observations().unshared(told.observations()));
        while (!open.isEmpty() && kpis.size() <= MOST_NAMED) {
            KpiCode next = open.remove();
            if (kpis.add(next.value()) && now.graph().contains(next)) {
                open.addAll(now.graph().dependents(next));
            }
        }
        feed.add(
                Event.Type.VALUES,
                new EventWire.Values(now.version(), kpis.size() > MOST_NAMED ? null : List.copyOf(kpis)));
    }
}
