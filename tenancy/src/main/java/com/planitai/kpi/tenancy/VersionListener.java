package com.planitai.kpi.tenancy;

/** Is told of versions on the thread that learns of them: so it must be quick, thread-safe and throw nothing. */
@FunctionalInterface
public interface VersionListener {
    /** Where a version was made. */
    enum Origin {
        /** By a transaction of this instance; told once for each. */
        HERE,
        /** By somebody else; told when it is higher than any known before. */
        ELSEWHERE
    }

    /** The tenant has reached this version. Versions of a tenant may be told out of order. */
    void reached(TenantId tenant, long version, Origin origin);
}
