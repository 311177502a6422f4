package com.planitai.kpi.spi;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A way in which KPIs split, such as {@code region}, with its members.
 */
public final class TemplateDimension {
    private static final int MAX_MEMBERS = 1_000;

    private final String code;
    private final LocalizedText name;
    private final List<TemplateMember> members;

    private TemplateDimension(Builder builder) {
        this.code = Require.code(builder.code, "code");
        this.name = Require.present(builder.name, "name");
        this.members = Require.list(builder.members, "members", MAX_MEMBERS);
    }

    /** {@return a builder without any value} */
    public static Builder builder() {
        return new Builder();
    }

    /** {@return the code, unique in the document: {@code [a-z][a-z0-9_]{0,62}}} */
    public String code() {
        return code;
    }

    /** {@return the name that people read} */
    public LocalizedText name() {
        return name;
    }

    /** {@return the members in the order in which people see them; at most 1,000} */
    public List<TemplateMember> members() {
        return members;
    }

    private List<@Nullable Object> state() {
        return Arrays.asList(code, name, members);
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof TemplateDimension that && state().equals(that.state());
    }

    @Override
    public int hashCode() {
        return state().hashCode();
    }

    @Override
    public String toString() {
        return "TemplateDimension" + state();
    }

    /** Builds a {@link TemplateDimension}. Not thread-safe. */
    public static final class Builder {
        private @Nullable String code;
        private @Nullable LocalizedText name;
        private final List<TemplateMember> members = new ArrayList<>();

        private Builder() {}

        /**
         * Sets the code, unique in the document.
         *
         * @param code the code, unique in the document
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
         * Adds a member.
         *
         * @param member a member
         * @return this builder
         */
        public Builder member(TemplateMember member) {
            members.add(member);
            return this;
        }

        /**
         * Builds the value; the builder may be used further.
         *
         * @return the immutable value
         * @throws IllegalArgumentException if a required value is missing or a value is out of its range
         */
        public TemplateDimension build() {
            return new TemplateDimension(this);
        }
    }
}
