package com.planitai.kpi.engine.simulation;

/** The answer to which value of a lever brings a KPI to a target. */
public sealed interface GoalSeekResult {
    /** How often the KPI was evaluated. */
    int iterations();

    /**
     * The solution nearest to today's value of the lever.
     *
     * @param change from today's value of the lever
     * @param reached the KPI's value there, which is the target but for rounding
     */
    record Solved(double solution, double change, double reached, int iterations) implements GoalSeekResult {}

    /**
     * No value of the lever in the range reaches the target.
     *
     * @param lowest the least value of the KPI that was found in the range; NaN when it has none, here and below
     * @param highest the greatest
     */
    record NoSolution(Reason reason, double lowest, double highest, int iterations) implements GoalSeekResult {}

    /** Why there is no solution. */
    enum Reason {
        /** The KPI has no value anywhere in the range. */
        NO_VALUE,
        /** The KPI does not depend on the lever in the range. */
        FLAT,
        /** The target is above or below everything that the KPI comes to in the range. */
        OUT_OF_REACH,
        /** The KPI passes the target without taking it, by a jump or over a gap without values. */
        JUMPS_OVER
    }
}
