package com.planitai.kpi.spi;

import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** The parameters of a template by name: texts, numbers, flags and lists of texts. */
public final class TemplateParameters {
    private static final int MAX_PARAMETERS = 100;
    private static final int MAX_NAME_CHARACTERS = 100;
    private static final int MAX_TEXT_CHARACTERS = 4_000;
    private static final int MAX_LIST_SIZE = 1_000;

    private final Map<String, Object> values;

    private TemplateParameters(Builder builder) {
        Require.range(builder.values.size(), "parameters", 0, MAX_PARAMETERS);
        this.values = Map.copyOf(builder.values);
    }

    /** {@return no parameters, so that all take their default} */
    public static TemplateParameters none() {
        return builder().build();
    }

    /** {@return a builder without any parameter} */
    public static Builder builder() {
        return new Builder();
    }

    /** {@return the names of the parameters that are set} */
    public Set<String> names() {
        return values.keySet();
    }

    /**
     * A text.
     *
     * @param name the name of the parameter
     * @return the text, or empty if the parameter is not set
     * @throws InvalidParameterException if the parameter is set and not a text
     */
    public Optional<String> text(String name) {
        return value(name, String.class, "a text");
    }

    /**
     * A number.
     *
     * @param name the name of the parameter
     * @return the number, or empty if the parameter is not set
     * @throws InvalidParameterException if the parameter is set and not a number
     */
    public Optional<BigDecimal> number(String name) {
        return value(name, BigDecimal.class, "a number");
    }

    /**
     * A flag.
     *
     * @param name the name of the parameter
     * @return the flag, or empty if the parameter is not set
     * @throws InvalidParameterException if the parameter is set and not a flag
     */
    public Optional<Boolean> flag(String name) {
        return value(name, Boolean.class, "true or false");
    }

    /**
     * A list of texts.
     *
     * @param name the name of the parameter
     * @return the texts, or empty if the parameter is not set
     * @throws InvalidParameterException if the parameter is set and not a list of texts
     */
    public Optional<List<String>> texts(String name) {
        return value(name, List.class, "a list of texts")
                .map(list -> ((List<?>) list).stream().map(String.class::cast).toList());
    }

    private <T> Optional<T> value(String name, Class<T> type, String expected) {
        Object value = values.get(name);
        if (value != null && !type.isInstance(value)) {
            throw new InvalidParameterException(name, "must be " + expected + ", was " + value);
        }
        return Optional.ofNullable(type.cast(value));
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof TemplateParameters that && values.equals(that.values);
    }

    @Override
    public int hashCode() {
        return values.hashCode();
    }

    @Override
    public String toString() {
        return new TreeMap<>(values).toString();
    }

    /** Builds {@link TemplateParameters}. Not thread-safe. A name set twice has its last value. */
    public static final class Builder {
        private final Map<String, Object> values = new TreeMap<>();

        private Builder() {}

        /**
         * Sets a text.
         *
         * @param name the name of the parameter, 1 to 100 characters
         * @param value the text, at most 4,000 characters
         * @return this builder
         * @throws IllegalArgumentException if the name or the text is too long
         */
        public Builder text(String name, String value) {
            Require.range(value.length(), "characters of " + name, 0, MAX_TEXT_CHARACTERS);
            return put(name, value);
        }

        /**
         * Sets a number.
         *
         * @param name the name of the parameter, 1 to 100 characters
         * @param value the number
         * @return this builder
         * @throws IllegalArgumentException if the name is too long
         */
        public Builder number(String name, BigDecimal value) {
            return put(name, value);
        }

        /**
         * Sets a flag.
         *
         * @param name the name of the parameter, 1 to 100 characters
         * @param value the flag
         * @return this builder
         * @throws IllegalArgumentException if the name is too long
         */
        public Builder flag(String name, boolean value) {
            return put(name, value);
        }

        /**
         * Sets a list of texts.
         *
         * @param name the name of the parameter, 1 to 100 characters
         * @param value the texts, at most 1,000 of at most 4,000 characters
         * @return this builder
         * @throws IllegalArgumentException if the name, the list or a text is too long
         */
        public Builder texts(String name, List<String> value) {
            value.forEach(text -> Require.range(text.length(), "characters of " + name, 0, MAX_TEXT_CHARACTERS));
            return put(name, Require.list(value, name, MAX_LIST_SIZE));
        }

        private Builder put(String name, Object value) {
            values.put(Require.text(name, "name", MAX_NAME_CHARACTERS), value);
            return this;
        }

        /**
         * Builds the parameters; the builder may be used further.
         *
         * @return the immutable parameters
         * @throws IllegalArgumentException if there are more than 100 parameters
         */
        public TemplateParameters build() {
            return new TemplateParameters(this);
        }
    }
}
