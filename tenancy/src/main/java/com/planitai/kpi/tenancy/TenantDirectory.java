package com.planitai.kpi.tenancy;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * Who is a tenant. Answers usable tenants only, from memory at most {@link #STALENESS_LIMIT} old: {@link TenantWatch} knows
 * one number that rises with every change. Fails closed: when the directory does not answer, neither does this.
 * Thread-safe.
 */
public final class TenantDirectory {
    public static final Duration STALENESS_LIMIT = Duration.ofSeconds(1);

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
    private final TenantWatch watch;
    private final AtomicReference<@Nullable Known> known = new AtomicReference<>();

    /** Tenants as they were at one value of the change number; only found ones, so that guesses cost no memory. */
    private record Known(long change, Map<TenantId, Tenant> byId, Map<TenantSlug, Tenant> bySlug) {
        static Known nothing(long change) {
            return new Known(change, new ConcurrentHashMap<>(), new ConcurrentHashMap<>());
        }

        void add(Tenant tenant) {
            byId.put(tenant.id(), tenant);
            bySlug.put(tenant.slug(), tenant);
        }
    }

    TenantDirectory(Transactions transactions, TenantWatch watch) {
        this.transactions = transactions;
        this.watch = watch;
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

    /** The next find of each tenant asks the directory again. */
    void forget() {
        known.set(null);
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
        long change = watch.fresh().change();
        Known seen = known.get();
        return seen != null && seen.change() == change
                ? seen
                : known.updateAndGet(
                        other -> other != null && other.change() == change ? other : Known.nothing(change));
    }
}
