package com.planitai.kpi.spi;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A named view on the KPI graph: one root KPI and, below it, its drivers.
 */
public final class TemplateTree {
    private static final int MAX_INFLUENCES = 1_000;

    private final String slug;
    private final LocalizedText name;
    private final String root;
    private final List<TemplateInfluence> influences;

    private TemplateTree(Builder builder) {
        this.slug = Require.slug(builder.slug, "slug");
        this.name = Require.present(builder.name, "name");
        this.root = Require.code(builder.root, "root");
        this.influences = Require.list(builder.influences, "influences", MAX_INFLUENCES);
    }

    /** {@return a builder without any value} */
    public static Builder builder() {
        return new Builder();
    }

    /** {@return the slug, unique in the document: {@code [a-z][a-z0-9-]{0,62}}} */
    public String slug() {
        return slug;
    }

    /** {@return the name that people read} */
    public LocalizedText name() {
        return name;
    }

    /** {@return the code of the root KPI} */
    public String root() {
        return root;
    }

    /** {@return the influence edges; at most 1,000} */
    public List<TemplateInfluence> influences() {
        return influences;
    }

    private List<@Nullable Object> state() {
        return Arrays.asList(slug, name, root, influences);
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof TemplateTree that && state().equals(that.state());
    }

    @Override
    public int hashCode() {
        return state().hashCode();
    }

    @Override
    public String toString() {
        return "TemplateTree" + state();
    }

    /** Builds a {@link TemplateTree}. Not thread-safe. */
    public static final class Builder {
        private @Nullable String slug;
        private @Nullable LocalizedText name;
        private @Nullable String root;
        private final List<TemplateInfluence> influences = new ArrayList<>();

        private Builder() {}

        /**
         * Sets the slug, unique in the document.
         *
         * @param slug the slug, unique in the document
         * @return this builder
         */
        public Builder slug(String slug) {
            this.slug = slug;
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
         * Sets the code of the root KPI.
         *
         * @param root the code of the root KPI
         * @return this builder
         */
        public Builder root(String root) {
            this.root = root;
            return this;
        }

        /**
         * Adds an influence edge.
         *
         * @param influence an influence edge
         * @return this builder
         */
        public Builder influence(TemplateInfluence influence) {
            influences.add(influence);
            return this;
        }

        /**
         * Builds the value; the builder may be used further.
         *
         * @return the immutable value
         * @throws IllegalArgumentException if a required value is missing or a value is out of its range
         */
        public TemplateTree build() {
            return new TemplateTree(this);
        }
    }
}
