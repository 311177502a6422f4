package com.planitai.kpi.tenancy;

/** How a suspension or a resumption ended. */
public sealed interface LifecycleResult {
    record Changed(Tenant tenant) implements LifecycleResult {}

    record AlreadySo(Tenant tenant) implements LifecycleResult {}

    /** Its sign-up is under way, or was left unfinished. */
    record NotFinished(Tenant tenant) implements LifecycleResult {}

    record NoSuchTenant(TenantSlug slug) implements LifecycleResult {}
}
