package com.planitai.kpi.spi;

import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A driver that someone believes in but no formula states: shown and correlated, never part of a sum.
 */
public final class TemplateInfluence {

    private final String from;
    private final String to;
    private final LocalizedText note;

    private TemplateInfluence(Builder builder) {
        this.from = Require.code(builder.from, "from");
        this.to = Require.code(builder.to, "to");
        this.note = Require.present(builder.note, "note");
    }

    /** {@return a builder without any value} */
    public static Builder builder() {
        return new Builder();
    }

    /** {@return the code of the KPI that is influenced (the parent)} */
    public String from() {
        return from;
    }

    /** {@return the code of the KPI that influences it (the driver)} */
    public String to() {
        return to;
    }

    /** {@return why the driver is believed in} */
    public LocalizedText note() {
        return note;
    }

    private List<@Nullable Object> state() {
        return Arrays.asList(from, to, note);
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof TemplateInfluence that && state().equals(that.state());
    }

    @Override
    public int hashCode() {
        return state().hashCode();
    }

    @Override
    public String toString() {
        return "TemplateInfluence" + state();
    }

    /** Builds a {@link TemplateInfluence}. Not thread-safe. */
    public static final class Builder {
        private @Nullable String from;
        private @Nullable String to;
        private @Nullable LocalizedText note;

        private Builder() {}

        /**
         * Sets the code of the KPI that is influenced.
         *
         * @param from the code of the KPI that is influenced
         * @return this builder
         */
        public Builder from(String from) {
            this.from = from;
            return this;
        }

        /**
         * Sets the code of the driver.
         *
         * @param to the code of the driver
         * @return this builder
         */
        public Builder to(String to) {
            this.to = to;
            return this;
        }

        /**
         * Sets why the driver is believed in.
         *
         * @param note why the driver is believed in
         * @return this builder
         */
        public Builder note(LocalizedText note) {
            this.note = note;
            return this;
        }

        /**
         * Builds the value; the builder may be used further.
         *
         * @return the immutable value
         * @throws IllegalArgumentException if a required value is missing or a value is out of its range
         */
        public TemplateInfluence build() {
            return new TemplateInfluence(this);
        }
    }
}
