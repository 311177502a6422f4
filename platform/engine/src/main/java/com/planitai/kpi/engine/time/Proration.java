package com.planitai.kpi.engine.time;

/** Which days a plan for a whole period is spread over, when it is compared with a period that is not over. */
public enum Proration {
    CALENDAR_DAYS,
    /** Monday to Friday less the tenant's holidays. */
    WORKING_DAYS
}
