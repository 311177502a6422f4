package com.planitai.kpi.spi;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One generated value of an input KPI, or a plan set on a formula KPI.
 */
public final class SampleObservation {
    /** The scenario of what happened. */
    public static final String ACTUAL = "actual";

    /** The scenario of what was planned. */
    public static final String PLAN = "plan";

    private final String kpi;
    private final String period;
    private final String scenario;
    private final Map<String, String> members;
    private final double value;

    private SampleObservation(Builder builder) {
        this.kpi = Require.code(builder.kpi, "kpi");
        this.period = Require.period(builder.period, "period");
        this.scenario = Require.slug(builder.scenario, "scenario");
        this.members = Require.members(builder.members);
        this.value = Require.finite(builder.value, "value");
    }

    /** {@return a builder without any value} */
    public static Builder builder() {
        return new Builder();
    }

    /** {@return the code of the KPI} */
    public String kpi() {
        return kpi;
    }

    /** {@return the period in the notation of the product: {@code 2026-10-31}, {@code 2026-W44}, {@code 2026-10}, {@code 2026-Q4} or {@code 2026}} */
    public String period() {
        return period;
    }

    /** {@return the scenario: {@link #ACTUAL} (default) or {@link #PLAN}} */
    public String scenario() {
        return scenario;
    }

    /** {@return the member of each dimension that the KPI carries, by the code of the dimension (default empty)} */
    public Map<String, String> members() {
        return members;
    }

    /** {@return the value in the KPI's unit (a percentage as a fraction, a duration in seconds); finite} */
    public double value() {
        return value;
    }

    private List<@Nullable Object> state() {
        return Arrays.asList(kpi, period, scenario, members, value);
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof SampleObservation that && state().equals(that.state());
    }

    @Override
    public int hashCode() {
        return state().hashCode();
    }

    @Override
    public String toString() {
        return "SampleObservation" + state();
    }

    /** Builds a {@link SampleObservation}. Not thread-safe. */
    public static final class Builder {
        private @Nullable String kpi;
        private @Nullable String period;
        private String scenario = ACTUAL;
        private Map<String, String> members = Map.of();
        private @Nullable Double value;

        private Builder() {}

        /**
         * Sets the code of the KPI.
         *
         * @param kpi the code of the KPI
         * @return this builder
         */
        public Builder kpi(String kpi) {
            this.kpi = kpi;
            return this;
        }

        /**
         * Sets the period, such as {@code 2026-10}.
         *
         * @param period the period, such as {@code 2026-10}
         * @return this builder
         */
        public Builder period(String period) {
            this.period = period;
            return this;
        }

        /**
         * Sets the scenario.
         *
         * @param scenario the scenario
         * @return this builder
         */
        public Builder scenario(String scenario) {
            this.scenario = scenario;
            return this;
        }

        /**
         * Sets the member of each dimension, by the code of the dimension.
         *
         * @param members the member of each dimension, by the code of the dimension
         * @return this builder
         */
        public Builder members(Map<String, String> members) {
            this.members = members;
            return this;
        }

        /**
         * Sets the value in the KPI's unit; finite.
         *
         * @param value the value in the KPI's unit; finite
         * @return this builder
         */
        public Builder value(double value) {
            this.value = value;
            return this;
        }

        /**
         * Builds the value; the builder may be used further.
         *
         * @return the immutable value
         * @throws IllegalArgumentException if a required value is missing or a value is out of its range
         */
        public SampleObservation build() {
            return new SampleObservation(this);
        }
    }
}
