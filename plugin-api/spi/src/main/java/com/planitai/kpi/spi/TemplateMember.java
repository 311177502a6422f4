package com.planitai.kpi.spi;

import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One member of a dimension, such as {@code kr} of {@code region}.
 */
public final class TemplateMember {

    private final String code;
    private final LocalizedText name;

    private TemplateMember(Builder builder) {
        this.code = Require.code(builder.code, "code");
        this.name = Require.present(builder.name, "name");
    }

    /** {@return a builder without any value} */
    public static Builder builder() {
        return new Builder();
    }

    /** {@return the code, unique in its dimension: {@code [a-z][a-z0-9_]{0,62}}} */
    public String code() {
        return code;
    }

    /** {@return the name that people read} */
    public LocalizedText name() {
        return name;
    }

    private List<@Nullable Object> state() {
        return Arrays.asList(code, name);
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof TemplateMember that && state().equals(that.state());
    }

    @Override
    public int hashCode() {
        return state().hashCode();
    }

    @Override
    public String toString() {
        return "TemplateMember" + state();
    }

    /** Builds a {@link TemplateMember}. Not thread-safe. */
    public static final class Builder {
        private @Nullable String code;
        private @Nullable LocalizedText name;

        private Builder() {}

        /**
         * Sets the code, unique in its dimension.
         *
         * @param code the code, unique in its dimension
         * @return this builder
         */
        public Builder code(String code) {
            this.code = code;
            return this;
        }

        /**
         * Sets the name that people read.
         *
         * @param name the name that people read
         * @return this builder
         */
        public Builder name(LocalizedText name) {
            this.name = name;
            return this;
        }

        /**
         * Builds the value; the builder may be used further.
         *
         * @return the immutable value
         * @throws IllegalArgumentException if a required value is missing or a value is out of its range
         */
        public TemplateMember build() {
            return new TemplateMember(this);
        }
    }
}
