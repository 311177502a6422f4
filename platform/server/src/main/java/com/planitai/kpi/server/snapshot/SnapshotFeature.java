package com.planitai.kpi.server.snapshot;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.planitai.kpi.engine.evaluation.ObservationTable.Change;
import com.planitai.kpi.engine.model.KpiCode;
import com.planitai.kpi.engine.time.Grain;
import com.planitai.kpi.server.coordination.Coordination;
import com.planitai.kpi.server.http.Answer;
import com.planitai.kpi.server.http.Call;
import com.planitai.kpi.server.kpi.KpiFeature;
import com.planitai.kpi.tenancy.TenantDatabase;
import com.planitai.kpi.tenancy.TenantId;
import com.planitai.kpi.tenancy.TenantTransaction;
import com.planitai.kpi.tenancy.TenantVersions;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * Snapshots of tenants: cached one a tenant, renewed once for all who wait, reused as long as the version is the same.
 * Thread-safe.
 */
public final class SnapshotFeature {
    private static final int BYTES_PER_WEIGHT = 1_024;

    private final TenantDatabase database;
    private final TenantVersions versions;
    private final SnapshotLoading loading;
    private final Clock clock;
    private final ComputedAnswers answers;
    private final Cache<TenantId, Kept> cache;
    private final Map<TenantId, CompletableFuture<TenantSnapshot>> renewing = new ConcurrentHashMap<>();

    private SnapshotFeature(
            TenantDatabase database, TenantVersions versions, SnapshotLoading loading, long cacheBytes, Clock clock) {
        this.database = database;
        this.versions = versions;
        this.loading = loading;
        this.clock = clock;
        this.answers = new ComputedAnswers(this, clock);
        this.cache = Caffeine.newBuilder()
                .maximumWeight(cacheBytes / BYTES_PER_WEIGHT)
                .weigher((TenantId tenant, Kept kept) -> weight(kept))
                .build();
    }

    /**
     * @param cacheBytes what all cached snapshots together may take, in bytes of memory
     */
    public static SnapshotFeature create(
            TenantDatabase database,
            TenantVersions versions,
            KpiFeature kpis,
            TreeSource trees,
            long cacheBytes,
            Clock clock) {
        return new SnapshotFeature(database, versions, new SnapshotLoading(kpis, trees), cacheBytes, clock);
    }

    /** Tells other instances what this one commits and hears it of them, until it is closed. */
    public static AutoCloseable exchange(Coordination coordination, TenantVersions versions) {
        return VersionExchange.open(coordination, versions);
    }

    /**
     * The tenant as it is now, as {@link TenantVersions} knows it. Touches no database while the cached snapshot holds.
     *
     * @param atLeastVersion what the caller has seen somewhere; the database is asked for one that is not known here
     */
    public SnapshotResult current(TenantId tenant, OptionalLong atLeastVersion) {
        long known = versions.known(tenant);
        long asked = atLeastVersion.orElse(known);
        Kept kept = cache.getIfPresent(tenant);
        if (kept != null && kept.snapshot().version() >= Math.max(known, asked)) {
            return new SnapshotResult.Reached(kept.snapshot());
        }
        if (asked > known) {
            known = versions.ask(tenant);
            if (asked > known) {
                return new SnapshotResult.Behind(known);
            }
        }
        return new SnapshotResult.Reached(renewed(tenant, known));
    }

    /** The tenant as it is now, without a demand on its version. */
    public TenantSnapshot current(TenantId tenant) {
        return switch (current(tenant, OptionalLong.empty())) {
            case SnapshotResult.Reached(TenantSnapshot snapshot) -> snapshot;
            case SnapshotResult.Behind(long version) ->
                throw new IllegalStateException("behind a version nobody asked for: " + version);
        };
    }

    /** What one KPI depends on, as it was defined and known at an instant. From the database, not from the cache. */
    public PartResult asOf(TenantId tenant, KpiCode kpi, Instant at) {
        return database.reading(tenant, tx -> loading.asOf(tx, kpi, at));
    }

    /** What one KPI depends on, as it is in this transaction. */
    public PartResult part(TenantTransaction tx, KpiCode kpi) {
        return loading.part(tx, kpi);
    }

    /** The caller's tenant, for what is computed but not kept: honours {@code Min-Tenant-Version} (503 while behind). */
    public TenantSnapshot asFreshAsAsked(Call call) {
        return answers.asFreshAsAsked(call);
    }

    /**
     * Answers a computed read: honours {@code Min-Tenant-Version} (503 while behind), {@code If-None-Match} (304 before
     * anything is computed), and sets entity tag, caching and variance.
     */
    public Answer answer(Call call, Function<TenantSnapshot, Answer> compute) {
        return answers.answer(call, compute);
    }

    /**
     * Notes a small write for the cached snapshot, so that it need not be read again. Call it after the commit, and only
     * where these cells are all that changed with the version.
     *
     * @param cells how many at most
     * @param changes asked for when somebody reads, if ever
     */
    public void patch(TenantId tenant, long version, int cells, Supplier<List<Change>> changes) {
        cache.asMap().computeIfPresent(tenant, (id, kept) -> {
            int today = kept.snapshot()
                    .calendar()
                    .current(Grain.DAY, clock.instant())
                    .ordinal();
            return kept.with(version, today, cells, changes);
        });
    }

    /**
     * Two renewals are always enough, however many write: the first may have begun for others before this version was
     * heard of, the second begins later. What it finds is the truth even where the version heard of was none.
     */
    private TenantSnapshot renewed(TenantId tenant, long version) {
        TenantSnapshot first = renewOnce(tenant);
        return first.version() < version ? renewOnce(tenant) : first;
    }

    private TenantSnapshot renewOnce(TenantId tenant) {
        var mine = new CompletableFuture<TenantSnapshot>();
        var other = renewing.putIfAbsent(tenant, mine);
        if (other != null) {
            return await(other);
        }
        // Gone before it is done: whoever was not content with it must not meet it again.
        try {
            TenantSnapshot renewed = renew(tenant);
            renewing.remove(tenant, mine);
            mine.complete(renewed);
            return renewed;
        } catch (RuntimeException | Error failure) {
            renewing.remove(tenant, mine);
            mine.completeExceptionally(failure);
            throw failure;
        }
    }

    private TenantSnapshot renew(TenantId tenant) {
        long version = versions.known(tenant);
        Kept kept = cache.getIfPresent(tenant);
        TenantSnapshot before = kept == null ? null : kept.carriedOver();
        TenantSnapshot renewed = before != null && before.version() >= version
                ? before
                : database.reading(tenant, tx -> loading.newest(tx, before));
        if (renewed.version() < version) {
            versions.correct(tenant, version, renewed.version());
        } else {
            versions.heard(tenant, renewed.version());
        }
        cache.asMap().merge(tenant, Kept.of(renewed), (old, fresh) -> old.on(fresh.snapshot()));
        return renewed;
    }

    private static TenantSnapshot await(CompletableFuture<TenantSnapshot> other) {
        try {
            return other.join();
        } catch (CompletionException failed) {
            if (failed.getCause() instanceof RuntimeException cause) {
                throw cause;
            }
            throw failed;
        }
    }

    private static int weight(Kept kept) {
        return Math.clamp(kept.bytes() / BYTES_PER_WEIGHT + 1, 1, Integer.MAX_VALUE);
    }
}
