package com.planitai.kpi.tenancy;

import java.util.UUID;
import java.util.regex.Pattern;

/**
 * Makes and drops a tenant's schema and role. The only SQL that is put together: names cannot be parameters. They are
 * made here from hexadecimal digits, never from input.
 */
final class TenantSchemas {
    private static final Pattern MADE_HERE = Pattern.compile("(kpi_)?t_[0-9a-f]{32}");

    private final boolean explicitMembership;

    TenantSchemas(boolean explicitMembership) {
        this.explicitMembership = explicitMembership;
    }

    static String schemaName(UUID id) {
        return "t_" + id.toString().replace("-", "");
    }

    static String roleName(UUID id) {
        return "kpi_" + schemaName(id);
    }

    void create(DirectoryTransaction transaction, Tenant tenant) {
        String role = checked(tenant.role());
        execute(transaction, "SET LOCAL ROLE " + PlatformRoles.PROVISION);
        execute(transaction, "CREATE ROLE " + role + " NOLOGIN NOINHERIT");
        execute(transaction, PlatformRoles.grantMembership(role, PlatformRoles.APP, explicitMembership));
        execute(transaction, "SET LOCAL ROLE " + PlatformRoles.OWNER);
        execute(transaction, "CREATE SCHEMA " + checked(tenant.schema()));
    }

    void drop(DirectoryTransaction transaction, Tenant tenant) {
        execute(transaction, "DROP SCHEMA IF EXISTS " + checked(tenant.schema()) + " CASCADE");
        execute(transaction, "SET LOCAL ROLE " + PlatformRoles.PROVISION);
        execute(transaction, "DROP ROLE IF EXISTS " + checked(tenant.role()));
        execute(transaction, "SET LOCAL ROLE " + PlatformRoles.OWNER);
    }

    private static void execute(DirectoryTransaction transaction, String sql) {
        transaction.createUpdate(sql).execute();
    }

    private static String checked(String name) {
        if (!MADE_HERE.matcher(name).matches()) {
            throw new IllegalStateException("schema or role name: expected " + MADE_HERE + ", got '" + name + "'");
        }
        return name;
    }
}
