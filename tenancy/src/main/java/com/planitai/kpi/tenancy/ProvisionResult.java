package com.planitai.kpi.tenancy;

/** How a sign-up ended. */
public sealed interface ProvisionResult {
    record Provisioned(Tenant tenant) implements ProvisionResult {}

    /** The slug belongs to another tenant, or to a sign-up that is under way. */
    record SlugTaken(TenantSlug slug) implements ProvisionResult {}
}
