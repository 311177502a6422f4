package com.planitai.kpi.spi;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * One KPI of a template: an input if it has no formula, else a formula KPI.
 *
 * <p>A template declares everything a reader would otherwise have to guess: unit, rollup and direction are required.
 */
public final class TemplateKpi {
    private static final int MAX_DECIMALS = 10;
    private static final int MAX_DIMENSIONS = 3;
    private static final int MAX_FORMULA_CHARACTERS = 4_000;
    private static final int MAX_TAGS = 20;
    private static final int MAX_TAG_CHARACTERS = 50;

    private final String code;
    private final LocalizedText name;
    private final @Nullable LocalizedText description;
    private final KpiUnit unit;
    private final int decimals;
    private final Grain grain;
    private final Rollup rollup;
    private final @Nullable Rollup memberRollup;
    private final MissingPolicy missing;
    private final Direction direction;
    private final Thresholds thresholds;
    private final List<String> dimensions;
    private final @Nullable String formula;
    private final List<String> tags;
    private final @Nullable Citation source;

    private TemplateKpi(Builder builder) {
        this.code = Require.code(builder.code, "code");
        this.name = Require.present(builder.name, "name");
        this.description = builder.description;
        this.unit = Require.present(builder.unit, "unit");
        this.decimals = Require.range(builder.decimals, "decimals", 0, MAX_DECIMALS);
        this.grain = Require.present(builder.grain, "grain");
        this.rollup = Require.present(builder.rollup, "rollup");
        this.memberRollup = builder.memberRollup;
        this.missing = Require.present(builder.missing, "missing");
        this.direction = Require.present(builder.direction, "direction");
        this.thresholds = Require.present(builder.thresholds, "thresholds");
        this.dimensions = Require.list(builder.dimensions, "dimensions", MAX_DIMENSIONS);
        this.formula = Require.optionalText(builder.formula, "formula", MAX_FORMULA_CHARACTERS);
        this.tags = Require.list(builder.tags, "tags", MAX_TAGS);
        this.source = builder.source;
        dimensions.forEach(dimension -> Require.code(dimension, "dimension"));
        tags.forEach(tag -> Require.text(tag, "tag", MAX_TAG_CHARACTERS));
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

    /** {@return what the KPI measures and how, if said} */
    public Optional<LocalizedText> description() {
        return Optional.ofNullable(description);
    }

    /** {@return the unit; of a formula KPI it must agree with the unit that the formula derives} */
    public KpiUnit unit() {
        return unit;
    }

    /** {@return the decimals shown, 0 to 10 (default 0); of a percentage, those of the figure in percent} */
    public int decimals() {
        return decimals;
    }

    /** {@return the finest period at which the KPI has values (default {@link Grain#MONTH})} */
    public Grain grain() {
        return grain;
    }

    /** {@return how values of fine periods become one of a coarse period} */
    public Rollup rollup() {
        return rollup;
    }

    /** {@return how values roll up over the members of a dimension; empty for the default of the unit and formula} */
    public Optional<Rollup> memberRollup() {
        return Optional.ofNullable(memberRollup);
    }

    /** {@return what a period without an observation means (default {@link MissingPolicy#asMissing()})} */
    public MissingPolicy missing() {
        return missing;
    }

    /** {@return which way is good} */
    public Direction direction() {
        return direction;
    }

    /** {@return the attainment at which status changes (default {@link Thresholds#standard()})} */
    public Thresholds thresholds() {
        return thresholds;
    }

    /** {@return the codes of the dimensions that observations carry; 0 to 3, and none for a formula KPI} */
    public List<String> dimensions() {
        return dimensions;
    }

    /** {@return the formula over other KPIs of the document, at most 4,000 characters; empty for an input} */
    public Optional<String> formula() {
        return Optional.ofNullable(formula);
    }

    /** {@return the tags, such as {@code growth}; at most 20 of at most 50 characters} */
    public List<String> tags() {
        return tags;
    }

    /** {@return where the definition comes from, if said} */
    public Optional<Citation> source() {
        return Optional.ofNullable(source);
    }

    private List<@Nullable Object> state() {
        return Arrays.asList(
                code,
                name,
                description,
                unit,
                decimals,
                grain,
                rollup,
                memberRollup,
                missing,
                direction,
                thresholds,
                dimensions,
                formula,
                tags,
                source);
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof TemplateKpi that && state().equals(that.state());
    }

    @Override
    public int hashCode() {
        return state().hashCode();
    }

    @Override
    public String toString() {
        return "TemplateKpi" + state();
    }

    /** Builds a {@link TemplateKpi}. Not thread-safe. */
    public static final class Builder {
        private @Nullable String code;
        private @Nullable LocalizedText name;
        private @Nullable LocalizedText description;
        private @Nullable KpiUnit unit;
        private int decimals = 0;
        private Grain grain = Grain.MONTH;
        private @Nullable Rollup rollup;
        private @Nullable Rollup memberRollup;
        private MissingPolicy missing = MissingPolicy.asMissing();
        private @Nullable Direction direction;
        private Thresholds thresholds = Thresholds.standard();
        private final List<String> dimensions = new ArrayList<>();
        private @Nullable String formula;
        private final List<String> tags = new ArrayList<>();
        private @Nullable Citation source;

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
         * Sets what the KPI measures and how.
         *
         * @param description what the KPI measures and how
         * @return this builder
         */
        public Builder description(LocalizedText description) {
            this.description = description;
            return this;
        }

        /**
         * Sets the unit.
         *
         * @param unit the unit
         * @return this builder
         */
        public Builder unit(KpiUnit unit) {
            this.unit = unit;
            return this;
        }

        /**
         * Sets the decimals shown, 0 to 10.
         *
         * @param decimals the decimals shown, 0 to 10
         * @return this builder
         */
        public Builder decimals(int decimals) {
            this.decimals = decimals;
            return this;
        }

        /**
         * Sets the finest period at which the KPI has values.
         *
         * @param grain the finest period at which the KPI has values
         * @return this builder
         */
        public Builder grain(Grain grain) {
            this.grain = grain;
            return this;
        }

        /**
         * Sets how values roll up over time.
         *
         * @param rollup how values roll up over time
         * @return this builder
         */
        public Builder rollup(Rollup rollup) {
            this.rollup = rollup;
            return this;
        }

        /**
         * Sets how values roll up over members.
         *
         * @param memberRollup how values roll up over members
         * @return this builder
         */
        public Builder memberRollup(Rollup memberRollup) {
            this.memberRollup = memberRollup;
            return this;
        }

        /**
         * Sets what a period without an observation means.
         *
         * @param missing what a period without an observation means
         * @return this builder
         */
        public Builder missing(MissingPolicy missing) {
            this.missing = missing;
            return this;
        }

        /**
         * Sets which way is good.
         *
         * @param direction which way is good
         * @return this builder
         */
        public Builder direction(Direction direction) {
            this.direction = direction;
            return this;
        }

        /**
         * Sets the attainment at which status changes.
         *
         * @param thresholds the attainment at which status changes
         * @return this builder
         */
        public Builder thresholds(Thresholds thresholds) {
            this.thresholds = thresholds;
            return this;
        }

        /**
         * Adds the code of a dimension of an input.
         *
         * @param dimension the code of a dimension of an input
         * @return this builder
         */
        public Builder dimension(String dimension) {
            dimensions.add(dimension);
            return this;
        }

        /**
         * Sets the formula, 1 to 4,000 characters.
         *
         * @param formula the formula, 1 to 4,000 characters
         * @return this builder
         */
        public Builder formula(String formula) {
            this.formula = formula;
            return this;
        }

        /**
         * Adds a tag, 1 to 50 characters.
         *
         * @param tag a tag, 1 to 50 characters
         * @return this builder
         */
        public Builder tag(String tag) {
            tags.add(tag);
            return this;
        }

        /**
         * Sets where the definition comes from.
         *
         * @param source where the definition comes from
         * @return this builder
         */
        public Builder source(Citation source) {
            this.source = source;
            return this;
        }

        /**
         * Builds the value; the builder may be used further.
         *
         * @return the immutable value
         * @throws IllegalArgumentException if a required value is missing or a value is out of its range
         */
        public TemplateKpi build() {
            return new TemplateKpi(this);
        }
    }
}
