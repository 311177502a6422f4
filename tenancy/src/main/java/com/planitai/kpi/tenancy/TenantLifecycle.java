package com.planitai.kpi.tenancy;

import com.planitai.kpi.tenancy.Tenant.State;
import java.util.List;
import java.util.Optional;

/**
 * What the operator does to a tenant as a whole, in whatever state it is. Other instances see it within
 * {@link TenantDirectory#STALENESS_LIMIT}. Safe to repeat.
 */
public final class TenantLifecycle {
    private static final String ALL = """
            SELECT id, slug, name, state, plan, shard, schema_name, role_name, schema_version, revocation_epoch
            FROM tenant
            ORDER BY slug
            """;
    private static final String BY_SLUG = """
            SELECT id, slug, name, state, plan, shard, schema_name, role_name, schema_version, revocation_epoch
            FROM tenant
            WHERE slug = :slug
            """;
    private static final String CHANGE_STATE = """
            UPDATE tenant
            SET state = :next, revocation_epoch = revocation_epoch + 1
            WHERE id = :id AND state = :present
            RETURNING id, slug, name, state, plan, shard, schema_name, role_name, schema_version, revocation_epoch
            """;
    private static final String END_SESSIONS = """
            DELETE FROM session
            """;

    private final Transactions owner;
    private final Transactions app;
    private final TenantDirectory directory;

    TenantLifecycle(Transactions owner, Transactions app, TenantDirectory directory) {
        this.owner = owner;
        this.app = app;
        this.directory = directory;
    }

    /** In the order of slugs. */
    public List<Tenant> all() {
        return owner.inDirectory(
                PlatformRoles.OWNER,
                transaction ->
                        transaction.createQuery(ALL).map(new TenantRows()).list());
    }

    public Optional<Tenant> find(TenantSlug slug) {
        return owner.inDirectory(
                PlatformRoles.OWNER,
                transaction -> transaction
                        .createQuery(BY_SLUG)
                        .bind("slug", slug.value())
                        .map(new TenantRows())
                        .findOne());
    }

    /** From now on nobody gets in, and what is queued for the tenant waits. What runs already may end. */
    public LifecycleResult suspend(TenantSlug slug) {
        return find(slug)
                .map(tenant -> change(tenant, State.ACTIVE, State.SUSPENDED))
                .orElseGet(() -> new LifecycleResult.NoSuchTenant(slug));
    }

    /**
     * Lets people in again, who have to sign in anew. The sessions end here and not when the tenant is suspended, because
     * an instance that has not seen the suspension yet may still begin one.
     */
    public LifecycleResult resume(TenantSlug slug) {
        Optional<Tenant> found = find(slug);
        found.filter(tenant -> tenant.state() == State.SUSPENDED).ifPresent(this::endSessions);
        return found.map(tenant -> change(tenant, State.SUSPENDED, State.ACTIVE))
                .orElseGet(() -> new LifecycleResult.NoSuchTenant(slug));
    }

    private LifecycleResult change(Tenant tenant, State present, State next) {
        if (tenant.state() != present) {
            return unchanged(tenant, next);
        }
        Optional<Tenant> changed = owner.inDirectory(
                PlatformRoles.OWNER,
                transaction -> transaction
                        .createQuery(CHANGE_STATE)
                        .bind("id", tenant.id().value())
                        .bind("present", present.name())
                        .bind("next", next.name())
                        .map(new TenantRows())
                        .findOne());
        directory.forget();
        return changed.<LifecycleResult>map(LifecycleResult.Changed::new)
                .orElseGet(() -> find(tenant.slug())
                        .map(now -> unchanged(now, next))
                        .orElseGet(() -> new LifecycleResult.NoSuchTenant(tenant.slug())));
    }

    private static LifecycleResult unchanged(Tenant tenant, State wanted) {
        return tenant.state() == wanted
                ? new LifecycleResult.AlreadySo(tenant)
                : new LifecycleResult.NotFinished(tenant);
    }

    private void endSessions(Tenant tenant) {
        app.asTenant(
                tenant,
                Transactions.Access.WRITING,
                transaction -> transaction.createUpdate(END_SESSIONS).execute());
    }
}
