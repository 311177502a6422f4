package com.planitai.kpi.spi;

import java.time.YearMonth;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Which sample data is wanted. The same request gives the same data, on every machine.
 */
public final class SampleRequest {
    private static final int MAX_MONTHS = 120;

    private final YearMonth from;
    private final YearMonth to;
    private final long seed;
    private final TemplateParameters parameters;

    private SampleRequest(Builder builder) {
        this.from = Require.present(builder.from, "from");
        this.to = Require.present(builder.to, "to");
        this.seed = builder.seed;
        this.parameters = Require.present(builder.parameters, "parameters");
        Require.range(months(), "months", 1, MAX_MONTHS);
    }

    /** {@return a builder without any value} */
    public static Builder builder() {
        return new Builder();
    }

    /** {@return the first month} */
    public YearMonth from() {
        return from;
    }

    /** {@return the last month, not before {@link #from()}, at most 120 months in all} */
    public YearMonth to() {
        return to;
    }

    /** {@return the seed of the generator} */
    public long seed() {
        return seed;
    }

    /** {@return the parameters that the template was or will be instantiated with} */
    public TemplateParameters parameters() {
        return parameters;
    }

    /** {@return how many months are wanted, 1 to 120} */
    public int months() {
        return Math.toIntExact(ChronoUnit.MONTHS.between(from, to)) + 1;
    }

    private List<@Nullable Object> state() {
        return Arrays.asList(from, to, seed, parameters);
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof SampleRequest that && state().equals(that.state());
    }

    @Override
    public int hashCode() {
        return state().hashCode();
    }

    @Override
    public String toString() {
        return "SampleRequest" + state();
    }

    /** Builds a {@link SampleRequest}. Not thread-safe. */
    public static final class Builder {
        private @Nullable YearMonth from;
        private @Nullable YearMonth to;
        private long seed = 0;
        private TemplateParameters parameters = TemplateParameters.none();

        private Builder() {}

        /**
         * Sets the first month.
         *
         * @param from the first month
         * @return this builder
         */
        public Builder from(YearMonth from) {
            this.from = from;
            return this;
        }

        /**
         * Sets the last month.
         *
         * @param to the last month
         * @return this builder
         */
        public Builder to(YearMonth to) {
            this.to = to;
            return this;
        }

        /**
         * Sets the seed of the generator.
         *
         * @param seed the seed of the generator
         * @return this builder
         */
        public Builder seed(long seed) {
            this.seed = seed;
            return this;
        }

        /**
         * Sets the parameters of the template.
         *
         * @param parameters the parameters of the template
         * @return this builder
         */
        public Builder parameters(TemplateParameters parameters) {
            this.parameters = parameters;
            return this;
        }

        /**
         * Builds the value; the builder may be used further.
         *
         * @return the immutable value
         * @throws IllegalArgumentException if a required value is missing or a value is out of its range
         */
        public SampleRequest build() {
            return new SampleRequest(this);
        }
    }
}
