package com.planitai.kpi.engine.attribution;

import java.util.Objects;

/**
 * One member's part of a ratio at both points, each NaN where the member has none.
 *
 * @param member of the dimension by which the ratio is split
 */
public record SegmentRatio(
        String member,
        double firstNumerator,
        double firstDenominator,
        double secondNumerator,
        double secondDenominator) {
    public SegmentRatio {
        Objects.requireNonNull(member, "member");
    }
}
