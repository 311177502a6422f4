package com.planitai.kpi.tenancy;

import com.planitai.kpi.tenancy.ProvisionResult.Provisioned;
import com.planitai.kpi.tenancy.ProvisionResult.SlugTaken;
import com.planitai.kpi.tenancy.Tenant.State;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * Makes tenants. The slug, the role and an empty schema come into being in one transaction; then the schema is migrated
 * and seeded; last the tenant becomes active. Until then nobody can use it, and when the process dies on the way, a
 * later sign-up with the slug discards the remains and begins afresh, so that no half-made owner survives.
 */
public final class Provisioning {
    static final String HOME_SHARD = "main";
    static final String FIRST_PLAN = "standard";

    private static final String REMAINS = """
            SELECT id, slug, name, state, plan, shard, schema_name, role_name, schema_version, revocation_epoch
            FROM tenant
            WHERE slug = :slug
              AND state = 'PROVISIONING'
              AND created_at <= now() - make_interval(secs => :takeoverSeconds)
            FOR UPDATE
            """;
    private static final String UNFINISHED = """
            SELECT id, slug, name, state, plan, shard, schema_name, role_name, schema_version, revocation_epoch
            FROM tenant
            WHERE id = :id AND state = 'PROVISIONING'
            FOR UPDATE
            """;
    private static final String REMOVE = """
            DELETE FROM tenant
            WHERE id = :id
            """;
    private static final String RESERVE = """
            INSERT INTO tenant (id, slug, name, shard, schema_name, role_name, state, plan)
            VALUES (:id, :slug, :name, :shard, :schema, :role, 'PROVISIONING', :plan)
            ON CONFLICT (slug) DO NOTHING
            """;
    private static final String ACTIVATE = """
            UPDATE tenant
            SET state = 'ACTIVE'
            WHERE id = :id AND state = 'PROVISIONING'
            RETURNING id, slug, name, state, plan, shard, schema_name, role_name, schema_version, revocation_epoch
            """;
    private static final String SETTINGS = """
            INSERT INTO settings (name, locale, time_zone, fiscal_naming)
            VALUES (:name, :locale, :timeZone, :fiscalNaming)
            """;

    private final Transactions owner;
    private final Transactions app;
    private final SchemaMigrator migrator;
    private final TenantSchemas schemas;
    private final Supplier<UUID> ids;
    private final Duration takeover;

    Provisioning(
            Transactions owner,
            Transactions app,
            SchemaMigrator migrator,
            TenantSchemas schemas,
            Supplier<UUID> ids,
            Duration takeover) {
        this.owner = owner;
        this.app = app;
        this.migrator = migrator;
        this.schemas = schemas;
        this.ids = ids;
        this.takeover = takeover;
    }

    /**
     * Makes a tenant. The seed runs in a transaction as the new tenant, after its settings row is there; when it
     * throws, nothing is left of the tenant and the exception reaches the caller. Two calls at once with one slug: one
     * wins.
     */
    public ProvisionResult provision(NewTenant tenant, Consumer<TenantTransaction> seed) {
        Optional<Tenant> reserved = owner.inDirectory(PlatformRoles.OWNER, transaction -> reserve(transaction, tenant));
        if (reserved.isEmpty()) {
            return new SlugTaken(tenant.slug());
        }
        Tenant begun = reserved.get();
        try {
            return finish(begun, tenant, seed);
        } catch (RuntimeException | Error failure) {
            discard(begun, failure);
            throw failure;
        }
    }

    private ProvisionResult finish(Tenant begun, NewTenant tenant, Consumer<TenantTransaction> seed) {
        migrator.migrate(begun);
        app.asTenant(begun, Transactions.Access.WRITING, transaction -> {
            insertSettings(transaction, tenant);
            seed.accept(transaction);
            return begun;
        });
        Optional<Tenant> active = owner.inDirectory(
                PlatformRoles.OWNER,
                transaction -> transaction
                        .createQuery(ACTIVATE)
                        .bind("id", begun.id().value())
                        .map(new TenantRows())
                        .findOne());
        // Somebody else took this sign-up for dead and began afresh.
        return active.<ProvisionResult>map(Provisioned::new).orElseGet(() -> new SlugTaken(tenant.slug()));
    }

    private Optional<Tenant> reserve(DirectoryTransaction transaction, NewTenant tenant) {
        transaction
                .createQuery(REMAINS)
                .bind("slug", tenant.slug().value())
                .bind("takeoverSeconds", takeover.toMillis() / 1000.0)
                .map(new TenantRows())
                .findOne()
                .ifPresent(remains -> remove(transaction, remains));
        UUID id = ids.get();
        var begun = new Tenant(
                new TenantId(id),
                tenant.slug(),
                tenant.name(),
                State.PROVISIONING,
                FIRST_PLAN,
                HOME_SHARD,
                TenantSchemas.schemaName(id),
                TenantSchemas.roleName(id),
                "0",
                0);
        int inserted = transaction
                .createUpdate(RESERVE)
                .bind("id", id)
                .bind("slug", begun.slug().value())
                .bind("name", begun.name())
                .bind("shard", begun.shard())
                .bind("schema", begun.schema())
                .bind("role", begun.role())
                .bind("plan", begun.plan())
                .execute();
        if (inserted == 0) {
            return Optional.empty();
        }
        schemas.create(transaction, begun);
        return Optional.of(begun);
    }

    private void discard(Tenant begun, Throwable failure) {
        try {
            owner.inDirectory(PlatformRoles.OWNER, transaction -> {
                Optional<Tenant> unfinished = transaction
                        .createQuery(UNFINISHED)
                        .bind("id", begun.id().value())
                        .map(new TenantRows())
                        .findOne();
                unfinished.ifPresent(tenant -> remove(transaction, tenant));
                return unfinished;
            });
        } catch (RuntimeException alsoFailed) {
            failure.addSuppressed(alsoFailed);
        }
    }

    private void remove(DirectoryTransaction transaction, Tenant tenant) {
        schemas.drop(transaction, tenant);
        transaction.createUpdate(REMOVE).bind("id", tenant.id().value()).execute();
    }

    private static void insertSettings(TenantTransaction transaction, NewTenant tenant) {
        boolean yearsNamedByStart = tenant.locale().getLanguage().equals(Locale.JAPANESE.getLanguage());
        transaction
                .createUpdate(SETTINGS)
                .bind("name", tenant.name())
                .bind("locale", tenant.locale().toLanguageTag())
                .bind("timeZone", tenant.timeZone().getId())
                .bind("fiscalNaming", yearsNamedByStart ? "STARTS_IN" : "ENDS_IN")
                .execute();
    }
}
