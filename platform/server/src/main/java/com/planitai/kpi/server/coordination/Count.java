package com.planitai.kpi.server.coordination;

import java.time.Duration;

/** State of a counter after an addition. */
public sealed interface Count {
    /**
     * @param total with this addition
     * @param endsIn time until the counter is forgotten
     */
    record Known(long total, Duration endsIn) implements Count {}

    /** Nobody can tell; the addition may or may not have been counted. */
    record Unknown() implements Count {}
}
