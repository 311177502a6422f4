package com.planitai.kpi.tenancy;

import java.util.Objects;
import java.util.UUID;

/** Identity of a tenant; never changes and is never used again. */
public record TenantId(UUID value) {
    public TenantId {
        Objects.requireNonNull(value, "tenant id");
    }

    @Override
    public String toString() {
        return value.toString();
    }
}
