package com.planitai.kpi.server.snapshot;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.planitai.kpi.engine.evaluation.CompiledGraph;
import com.planitai.kpi.engine.evaluation.ObservationTable;
import com.planitai.kpi.engine.model.GraphResult;
import com.planitai.kpi.engine.model.KpiGraph;
import com.planitai.kpi.server.coordination.Coordination;
import com.planitai.kpi.server.http.Answer;
import com.planitai.kpi.server.http.Call;
import com.planitai.kpi.server.kpi.Definitions;
import com.planitai.kpi.server.kpi.DimensionRecord;
import com.planitai.kpi.server.kpi.KpiFeature;
import com.planitai.kpi.server.kpi.KpiRecord;
import com.planitai.kpi.server.kpi.ScenarioRecord;
import com.planitai.kpi.tenancy.TenantDatabase;
import com.planitai.kpi.tenancy.TenantId;
import com.planitai.kpi.tenancy.TenantTransaction;
import com.planitai.kpi.tenancy.TenantVersions;
import java.time.Clock;
import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;

/**
 * Snapshots of tenants: cached one a tenant, loaded once for all who wait, reused as long as the version is the same.
 * Thread-safe.
 */
public final class SnapshotFeature {
    /** About what a cell costs in memory: ordinal, value and its share of the index. */
    private static final int BYTES_PER_OBSERVATION = 16;

    private static final int BYTES_PER_KPI = 4_096;
    private static final int BYTES_PER_TREE = 1_024;
    private static final int BYTES_PER_WEIGHT = 1_024;

    private final TenantDatabase database;
    private final TenantVersions versions;
    private final KpiFeature kpis;
    private final TreeSource trees;
    private final SnapshotRepository repository = new SnapshotRepository();
    private final ComputedAnswers answers;
    private final Cache<TenantId, TenantSnapshot> cache;
    private final Map<TenantId, CompletableFuture<TenantSnapshot>> loading = new ConcurrentHashMap<>();

    private SnapshotFeature(
            TenantDatabase database,
            TenantVersions versions,
            KpiFeature kpis,
            TreeSource trees,
            long cacheBytes,
            Clock clock) {
        this.database = database;
        this.versions = versions;
        this.kpis = kpis;
        this.trees = trees;
        this.answers = new ComputedAnswers(this, clock);
        this.cache = Caffeine.newBuilder()
                .maximumWeight(cacheBytes / BYTES_PER_WEIGHT)
                .weigher((TenantId tenant, TenantSnapshot snapshot) -> weight(snapshot))
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
        return new SnapshotFeature(database, versions, kpis, trees, cacheBytes, clock);
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
        TenantSnapshot cached = cache.getIfPresent(tenant);
        if (cached != null && cached.version() >= Math.max(known, asked)) {
            return new SnapshotResult.Reached(cached);
        }
        if (asked > known) {
            known = versions.ask(tenant);
            if (asked > known) {
                return new SnapshotResult.Behind(known);
            }
        }
        return new SnapshotResult.Reached(loaded(tenant, known));
    }

    /**
     * Two loads are always enough: the first may have been under way for others before this version was heard of, the
     * second begins later, so that what it finds is the truth even where the version heard of was none.
     */
    private TenantSnapshot loaded(TenantId tenant, long version) {
        TenantSnapshot loaded = loadOnce(tenant);
        if (loaded.version() < version) {
            loaded = loadOnce(tenant);
        }
        if (loaded.version() < version) {
            versions.correct(tenant, version, loaded.version());
        }
        return loaded;
    }

    /** The tenant as it is now, without a demand on its version. */
    public TenantSnapshot current(TenantId tenant) {
        return switch (current(tenant, OptionalLong.empty())) {
            case SnapshotResult.Reached(TenantSnapshot snapshot) -> snapshot;
            case SnapshotResult.Behind(long version) ->
                throw new IllegalStateException("behind a version nobody asked for: " + version);
        };
    }

    /** The numbers as they were known at an instant, under today's definitions. Not cached. */
    public TenantSnapshot asOf(TenantId tenant, Instant at) {
        return database.reading(tenant, tx -> read(tx, repository.observationsAsOf(tx, at)));
    }

    /**
     * Answers a computed read: honours {@code Min-Tenant-Version} (503 while behind), {@code If-None-Match} (304 before
     * anything is computed), and sets entity tag, caching and variance.
     */
    public Answer answer(Call call, Function<TenantSnapshot, Answer> compute) {
        return answers.answer(call, compute);
    }

    /**
     * Carries a small write over into the cached snapshot, so that it need not be loaded again. Call it after the
     * commit; does nothing unless the snapshot is of precisely the version before, and unless these cells are all that
     * changed with the version.
     */
    public void patch(TenantId tenant, long version, List<ObservationTable.Change> changes) {
        cache.asMap()
                .computeIfPresent(
                        tenant,
                        (id, snapshot) -> snapshot.version() != version - 1
                                ? snapshot
                                : snapshot.patched(
                                        version,
                                        snapshot.observations().patched(changes),
                                        snapshot.observationCount() + changes.size()));
    }

    private TenantSnapshot loadOnce(TenantId tenant) {
        var mine = new CompletableFuture<TenantSnapshot>();
        var other = loading.putIfAbsent(tenant, mine);
        if (other != null) {
            return await(other);
        }
        try {
            TenantSnapshot loaded = database.reading(tenant, tx -> read(tx, repository.observations(tx)));
            cache.asMap().merge(tenant, loaded, (old, fresh) -> old.version() > fresh.version() ? old : fresh);
            mine.complete(loaded);
            return loaded;
        } catch (RuntimeException failure) {
            mine.completeExceptionally(failure);
            throw failure;
        } finally {
            loading.remove(tenant, mine);
        }
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

    private TenantSnapshot read(TenantTransaction tx, SnapshotRepository.Observations observations) {
        SnapshotRepository.Settings settings = repository.settings(tx);
        List<KpiRecord> records = kpis.all(tx);
        return new TenantSnapshot(
                tx.tenant(),
                settings.version(),
                settings.name(),
                settings.locale(),
                new Definitions(
                        byKey(records, KpiRecord::code),
                        byKey(kpis.dimensions(tx), DimensionRecord::code),
                        byKey(kpis.scenarios(tx), ScenarioRecord::code)),
                new CompiledGraph(graph(records), settings.calendar()),
                byKey(trees.all(tx), SnapshotTree::slug),
                observations.table(),
                observations.count());
    }

    private static KpiGraph graph(List<KpiRecord> records) {
        return switch (KpiFeature.graph(records)) {
            case GraphResult.Built built -> built.graph();
            case GraphResult.Refused refused ->
                throw new IllegalStateException("saved definitions are refused: " + refused.faults());
        };
    }

    private static <K, V> Map<K, V> byKey(List<V> values, Function<V, K> key) {
        Map<K, V> map = new LinkedHashMap<>();
        values.forEach(value -> map.put(key.apply(value), value));
        return Collections.unmodifiableMap(map);
    }

    private static int weight(TenantSnapshot snapshot) {
        long bytes = snapshot.observationCount() * BYTES_PER_OBSERVATION
                + (long) snapshot.definitions().kpis().size() * BYTES_PER_KPI
                + (long) snapshot.trees().size() * BYTES_PER_TREE;
        return Math.clamp(bytes / BYTES_PER_WEIGHT + 1, 1, Integer.MAX_VALUE);
    }
}
