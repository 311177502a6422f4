package com.planitai.kpi.server.kpi;

import java.util.Set;

/** A parallel set of numbers. */
public record ScenarioRecord(String code, String name) {
    public static final String ACTUAL = "actual";
    public static final String PLAN = "plan";

    /** Every tenant has these, and none of them can be deleted. */
    public static final Set<String> STANDARD = Set.of(ACTUAL, PLAN, "forecast");
}
