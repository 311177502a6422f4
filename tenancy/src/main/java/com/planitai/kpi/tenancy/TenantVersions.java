package com.planitai.kpi.tenancy;

/**
 * Which version each tenant's definitions and numbers have reached, from memory: what this instance commits counts at once,
 * what others commit when they tell of it or {@link TenantDirectory#STALENESS_LIMIT} later at the latest. Fails closed: when
 * the database does not answer, neither does this. Thread-safe.
 */
public final class TenantVersions {
    private static final String VERSION = """
            SELECT data_version
            FROM settings
            WHERE id
            """;

    private final TenantWatch watch;
    private final KnownVersions known;
    private final TenantDatabase database;

    TenantVersions(TenantWatch watch, KnownVersions known, TenantDatabase database) {
        this.watch = watch;
        this.known = known;
        this.database = database;
    }

    /** The highest version known; 0 for a tenant of which nothing is known. */
    public long known(TenantId tenant) {
        watch.fresh();
        return known.of(tenant);
    }

    /** The version in the database now. */
    public long ask(TenantId tenant) {
        long version = database.reading(
                tenant,
                transaction ->
                        transaction.createQuery(VERSION).mapTo(Long.class).one());
        known.heard(tenant, version);
        return version;
    }

    /** Another instance says so. Nothing depends on its being true. */
    public void heard(TenantId tenant, long version) {
        known.heard(tenant, version);
    }

    /** The database does not know the version that was heard of, but this one. */
    public void correct(TenantId tenant, long heard, long actual) {
        known.correct(tenant, heard, actual);
    }

    /** For as long as the process lives. */
    public void listen(VersionListener listener) {
        known.listen(listener);
    }
}
