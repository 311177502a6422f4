package com.planitai.kpi.spi;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Generated data that shows what a template looks like in use.
 *
 * <p>It is never real and never passes for real: the label says so, and the product shows it.
 */
public final class SampleData {
    private static final int MAX_OBSERVATIONS = 200_000;

    private final LocalizedText label;
    private final List<SampleObservation> observations;

    private SampleData(Builder builder) {
        this.label = Require.present(builder.label, "label");
        this.observations = Require.list(builder.observations, "observations", MAX_OBSERVATIONS);
    }

    /** {@return a builder without any value} */
    public static Builder builder() {
        return new Builder();
    }

    /** {@return the sentence that tells a reader that the data is generated} */
    public LocalizedText label() {
        return label;
    }

    /** {@return the observations, each cell once; at most 200,000} */
    public List<SampleObservation> observations() {
        return observations;
    }

    private List<@Nullable Object> state() {
        return Arrays.asList(label, observations);
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof SampleData that && state().equals(that.state());
    }

    @Override
    public int hashCode() {
        return state().hashCode();
    }

    @Override
    public String toString() {
        return "SampleData" + state();
    }

    /** Builds a {@link SampleData}. Not thread-safe. */
    public static final class Builder {
        private @Nullable LocalizedText label;
        private final List<SampleObservation> observations = new ArrayList<>();

        private Builder() {}

        /**
         * Sets the sentence that tells a reader that the data is generated.
         *
         * @param label the sentence that tells a reader that the data is generated
         * @return this builder
         */
        public Builder label(LocalizedText label) {
            this.label = label;
            return this;
        }

        /**
         * Adds an observation.
         *
         * @param observation an observation
         * @return this builder
         */
        public Builder observation(SampleObservation observation) {
            observations.add(observation);
            return this;
        }

        /**
         * Builds the value; the builder may be used further.
         *
         * @return the immutable value
         * @throws IllegalArgumentException if a required value is missing or a value is out of its range
         */
        public SampleData build() {
            return new SampleData(this);
        }
    }
}
