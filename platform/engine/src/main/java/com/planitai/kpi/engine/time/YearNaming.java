package com.planitai.kpi.engine.time;

/** Which calendar year gives a fiscal year its name. A fiscal year that begins in January is the same under both. */
public enum YearNaming {
    /** The year in which it starts: April 2026 to March 2027 is 2026. */
    STARTS_IN,
    /** The year in which it ends: April 2026 to March 2027 is 2027. */
    ENDS_IN
}
