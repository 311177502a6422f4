package com.planitai.kpi.server.event;

import com.planitai.kpi.server.snapshot.SnapshotFeature;
import com.planitai.kpi.server.snapshot.TenantSnapshot;
import com.planitai.kpi.tenancy.TenantId;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/** The feeds of all tenants that are read on this instance, and places for their readers. Thread-safe. */
final class Feeds {
    /** Each is a connection, a thread and a request under way. */
    static final int MOST_READERS = 1_000;

    static final int MOST_READERS_OF_A_TENANT = 100;

    private final SnapshotFeature snapshots;
    private final Supplier<String> ids;
    private final LongSupplier nanoTime;
    private final Map<TenantId, Read> byTenant = new ConcurrentHashMap<>();
    private final AtomicInteger places = new AtomicInteger();
    private volatile boolean ended;

    /** @param leftAt when a reader left last, or the feed began */
    private record Read(TenantFeed feed, int readers, long leftAt) {
        Read withOneMore() {
            return new Read(feed, readers + 1, leftAt);
        }

        Read withOneLess(long now) {
            return new Read(feed, readers - 1, now);
        }

        boolean isUnread(long now) {
            return readers == 0 && now - leftAt > TenantFeed.KEPT_FOR.toNanos();
        }
    }

    /** @param ids of feeds; must repeat on no instance */
    Feeds(SnapshotFeature snapshots, Supplier<String> ids, LongSupplier nanoTime) {
        this.snapshots = snapshots;
        this.ids = ids;
        this.nanoTime = nanoTime;
    }

    /**
     * A place to read, which {@link #leave} gives back; empty when none is free.
     *
     * @param now what the reader may know already; a feed that has to be begun tells what comes after it
     */
    Optional<TenantFeed> enter(TenantSnapshot now) {
        if (places.incrementAndGet() > MOST_READERS) {
            places.decrementAndGet();
            return Optional.empty();
        }
        Read read = byTenant.compute(now.tenant(), (id, known) -> (known == null ? started(now) : known).withOneMore());
        if (read.readers() > MOST_READERS_OF_A_TENANT) {
            leave(read.feed());
            return Optional.empty();
        }
        if (ended) {
            read.feed().end();
        }
        return Optional.of(read.feed());
    }

    void leave(TenantFeed feed) {
        byTenant.computeIfPresent(feed.tenant(), (id, known) -> known.withOneLess(nanoTime.getAsLong()));
        places.decrementAndGet();
    }

    void rose(TenantId tenant) {
        Read read = byTenant.get(tenant);
        if (read != null) {
            read.feed().rose();
        }
    }

    void add(TenantId tenant, EventWire.JobState job) {
        Read read = byTenant.get(tenant);
        if (read != null) {
            read.feed().feed().add(Event.Type.JOB, job);
        }
    }

    /** Ends all, also those that are opened from now on, so that their readers go to another instance. */
    void end() {
        ended = true;
        byTenant.values().forEach(read -> read.feed().end());
    }

    private Read started(TenantSnapshot now) {
        var feed = new TenantFeed(now, new Feed(ids.get()), snapshots, this::forgotten);
        feed.start();
        return new Read(feed, 0, nanoTime.getAsLong());
    }

    private boolean forgotten(TenantFeed feed) {
        long now = nanoTime.getAsLong();
        return byTenant.computeIfPresent(feed.tenant(), (id, known) -> known.isUnread(now) ? null : known) == null;
    }
}
