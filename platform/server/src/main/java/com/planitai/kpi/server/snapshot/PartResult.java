package com.planitai.kpi.server.snapshot;

/** The part of a tenant that one KPI's numbers depend on. */
public sealed interface PartResult {
    /** Definitions, dimensions and scenarios are whole; numbers are those of the KPI and of all below it, and there are no trees. */
    record Found(TenantSnapshot snapshot) implements PartResult {}

    /** There is, or was, no such KPI. */
    record NoSuchKpi() implements PartResult {}

    /** The definitions of that time do not hold under the rules of today. */
    record NoLongerReadable() implements PartResult {}
}
