package com.planitai.kpi.tenancy;

/**
 * A tenant as the directory knows it.
 *
 * @param shard name of the PostgreSQL database that holds the tenant
 * @param schemaVersion last tenant migration that ran in the schema, {@code 0} before the first
 * @param revocationEpoch credentials issued under an earlier epoch are void
 */
public record Tenant(
        TenantId id,
        TenantSlug slug,
        String name,
        State state,
        String plan,
        String shard,
        String schema,
        String role,
        String schemaVersion,
        long revocationEpoch) {

    /** Only an active tenant can be used. */
    public enum State {
        PROVISIONING,
        ACTIVE,
        SUSPENDED
    }
}
