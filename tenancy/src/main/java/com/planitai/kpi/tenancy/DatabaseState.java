package com.planitai.kpi.tenancy;

/** How the directory schema compares with what this program expects. Versions are those of the directory set. */
public sealed interface DatabaseState {
    /** Nothing is there yet, or another instance is just making it. */
    record Empty(String expected) implements DatabaseState {}

    record Behind(String found, String expected) implements DatabaseState {}

    /** As expected; lagging tenants migrate before their first transaction, or by {@link Migrations#migrate()}. */
    record Current(String version, int laggingTenants) implements DatabaseState {}

    /** A newer release has migrated already; this one still works with it during a rollout. */
    record Ahead(String found, String expected) implements DatabaseState {}
}
