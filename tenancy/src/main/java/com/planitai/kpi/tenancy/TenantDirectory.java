package com.planitai.kpi.tenancy;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * Who is a tenant. Answers usable tenants only, from memory at most {@link #STALENESS_LIMIT} old: once in that time an
 * instance asks the directory for one number that rises with every change. Fails closed: when the directory does not
 * answer, neither does this. Thread-safe.
 */
public final class TenantDirectory {
    public static final Duration STALENESS_LIMIT = Duration.ofSeconds(1);

    private static final String CHANGE = """
            SELECT change
            FROM tenant_change
            """;
    private static final String BY_ID = """
            SELECT id, slug, name, state, plan, shard, schema_name, role_name, schema_version, revocation_epoch
            FROM tenant
            WHERE id = :key AND state = 'ACTIVE'
            """;
    private static final String BY_SLUG = """
            SELECT id, slug, name, state, plan, shard, schema_name, role_name, schema_version, revocation_epoch
            FROM tenant
            WHERE slug = :key AND state = 'ACTIVE'
            """;
    private static final String BUMP_REVOCATION_EPOCH = """
            UPDATE tenant
            SET revocation_epoch = revocation_epoch + 1
            WHERE id = :id
            RETURNING revocation_epoch
            """;

    private final Transactions transactions;
    private final Clock clock;
    private final ReentrantLock refreshing = new ReentrantLock();
    private volatile @Nullable Known known;

    /** Tenants as they were at one value of the change number; only found ones, so that guesses cost no memory. */
    private record Known(long change, Instant checked, Map<TenantId, Tenant> byId, Map<TenantSlug, Tenant> bySlug) {
        static Known nothing(long change, Instant checked) {
            return new Known(change, checked, new ConcurrentHashMap<>(), new ConcurrentHashMap<>());
        }

        boolean isFresh(Instant now) {
            Duration age = Duration.between(checked, now);
            return !age.isNegative() && age.compareTo(STALENESS_LIMIT) < 0;
        }

        void add(Tenant tenant) {
            byId.put(tenant.id(), tenant);
            bySlug.put(tenant.slug(), tenant);
        }
    }

    TenantDirectory(Transactions transactions, Clock clock) {
        this.transactions = transactions;
        this.clock = clock;
    }

    public Optional<Tenant> find(TenantId id) {
        Known fresh = fresh();
        Tenant tenant = fresh.byId().get(id);
        return tenant != null ? Optional.of(tenant) : load(fresh, BY_ID, id.value());
    }

    public Optional<Tenant> find(TenantSlug slug) {
        Known fresh = fresh();
        Tenant tenant = fresh.bySlug().get(slug);
        return tenant != null ? Optional.of(tenant) : load(fresh, BY_SLUG, slug.value());
    }

    /**
     * Voids all credentials of the tenant issued so far; this instance knows at once, others within
     * {@link #STALENESS_LIMIT}.
     *
     * @return the new epoch
     * @throws TenantUnavailableException when there is no such tenant
     */
    public long bumpRevocationEpoch(TenantId id) {
        Optional<Long> epoch = transactions.inDirectory(transaction -> transaction
                .createQuery(BUMP_REVOCATION_EPOCH)
                .bind("id", id.value())
                .mapTo(Long.class)
                .findOne());
        forget();
        return epoch.orElseThrow(() -> new TenantUnavailableException(id));
    }

    /** The next find asks the directory again. */
    void forget() {
        refreshing.lock();
        try {
            known = null;
        } finally {
            refreshing.unlock();
        }
    }

    private Optional<Tenant> load(Known fresh, String sql, Object key) {
        Optional<Tenant> loaded = transactions.inDirectory(transaction -> transaction
                .createQuery(sql)
                .bind("key", key)
                .map(new TenantRows())
                .findOne());
        loaded.ifPresent(fresh::add);
        return loaded;
    }

    private Known fresh() {
        Known seen = known;
        if (seen != null && seen.isFresh(clock.instant())) {
            return seen;
        }
        refreshing.lock();
        try {
            seen = known;
            Instant now = clock.instant();
            if (seen != null && seen.isFresh(now)) {
                return seen;
            }
            long change = transactions.inDirectory(transaction ->
                    transaction.createQuery(CHANGE).mapTo(Long.class).one());
            Known next = seen != null && seen.change() == change
                    ? new Known(change, now, seen.byId(), seen.bySlug())
                    : Known.nothing(change, now);
            known = next;
            return next;
        } finally {
            refreshing.unlock();
        }
    }
}
