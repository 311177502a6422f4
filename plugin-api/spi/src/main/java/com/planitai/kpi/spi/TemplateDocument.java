package com.planitai.kpi.spi;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a template makes: a definition document of dimensions, KPIs and trees.
 *
 * <p>The product checks it as it checks any definition (unknown references, cycles, units) and applies it whole or not at
 * all, so a template need not check itself.
 */
public final class TemplateDocument {
    private static final int MAX_DIMENSIONS = 100;
    private static final int MAX_KPIS = 1_000;
    private static final int MAX_TREES = 100;

    private final List<TemplateDimension> dimensions;
    private final List<TemplateKpi> kpis;
    private final List<TemplateTree> trees;

    private TemplateDocument(Builder builder) {
        this.dimensions = Require.list(builder.dimensions, "dimensions", MAX_DIMENSIONS);
        this.kpis = Require.list(builder.kpis, "kpis", MAX_KPIS);
        this.trees = Require.list(builder.trees, "trees", MAX_TREES);
    }

    /** {@return a builder without any value} */
    public static Builder builder() {
        return new Builder();
    }

    /** {@return the dimensions that the KPIs carry; at most 100} */
    public List<TemplateDimension> dimensions() {
        return dimensions;
    }

    /** {@return the KPIs, in any order; at most 1,000} */
    public List<TemplateKpi> kpis() {
        return kpis;
    }

    /** {@return the trees; at most 100} */
    public List<TemplateTree> trees() {
        return trees;
    }

    private List<@Nullable Object> state() {
        return Arrays.asList(dimensions, kpis, trees);
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof TemplateDocument that && state().equals(that.state());
    }

    @Override
    public int hashCode() {
        return state().hashCode();
    }

    @Override
    public String toString() {
        return "TemplateDocument" + state();
    }

    /** Builds a {@link TemplateDocument}. Not thread-safe. */
    public static final class Builder {
        private final List<TemplateDimension> dimensions = new ArrayList<>();
        private final List<TemplateKpi> kpis = new ArrayList<>();
        private final List<TemplateTree> trees = new ArrayList<>();

        private Builder() {}

        /**
         * Adds a dimension.
         *
         * @param dimension a dimension
         * @return this builder
         */
        public Builder dimension(TemplateDimension dimension) {
            dimensions.add(dimension);
            return this;
        }

        /**
         * Adds a KPI.
         *
         * @param kpi a KPI
         * @return this builder
         */
        public Builder kpi(TemplateKpi kpi) {
            kpis.add(kpi);
            return this;
        }

        /**
         * Adds a tree.
         *
         * @param tree a tree
         * @return this builder
         */
        public Builder tree(TemplateTree tree) {
            trees.add(tree);
            return this;
        }

        /**
         * Builds the value; the builder may be used further.
         *
         * @return the immutable value
         * @throws IllegalArgumentException if a required value is missing or a value is out of its range
         */
        public TemplateDocument build() {
            return new TemplateDocument(this);
        }
    }
}
