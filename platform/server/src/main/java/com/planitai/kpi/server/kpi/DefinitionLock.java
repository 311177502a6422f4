package com.planitai.kpi.server.kpi;

import com.planitai.kpi.tenancy.TenantId;
import com.planitai.kpi.tenancy.TenantTransaction;

/**
 * Keeps the definitions of a tenant still for the rest of a transaction. One writer of definitions at a time, so that two
 * saves cannot close a cycle between them; any number of writers of numbers, which no change of grain may overtake. Comes
 * before every row lock, so that it takes part in no deadlock.
 */
final class DefinitionLock {
    private static final String EXCLUSIVE = """
            SELECT true
            FROM (SELECT pg_advisory_xact_lock(hashtextextended(:tenant, 0))) AS held
            """;
    private static final String SHARED = """
            SELECT true
            FROM (SELECT pg_advisory_xact_lock_shared(hashtextextended(:tenant, 0))) AS held
            """;

    private DefinitionLock() {}

    static void exclusive(TenantTransaction tx) {
        hold(tx, EXCLUSIVE);
    }

    static void shared(TenantTransaction tx) {
        hold(tx, SHARED);
    }

    /** What is locked, as a text whose hash names the lock. */
    static String name(TenantId tenant) {
        return "definitions of " + tenant;
    }

    private static void hold(TenantTransaction tx, String sql) {
        tx.createQuery(sql)
                .bind("tenant", name(tx.tenant()))
                .mapTo(Boolean.class)
                .one();
    }
}
