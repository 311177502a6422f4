package com.planitai.kpi.tenancy;

/** The tenant is unknown, suspended or not yet there; the three are not told apart, so that nothing can be learnt. */
public final class TenantUnavailableException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final transient TenantId tenant;

    TenantUnavailableException(TenantId tenant) {
        super("tenant " + tenant + " is not available");
        this.tenant = tenant;
    }

    public TenantId tenant() {
        return tenant;
    }
}
