package com.planitai.kpi.engine.attribution;

import java.util.List;
import java.util.Objects;

/** The answer to whether a ratio moved because its segments did or because their weights did. */
public sealed interface RateMixResult {
    /**
     * Effects that sum to the ratio's delta.
     *
     * @param members in the order given
     */
    record Decomposed(double first, double second, List<Effect> members) implements RateMixResult {
        public Decomposed {
            members = List.copyOf(members);
        }

        public double delta() {
            return second - first;
        }

        public double rate() {
            return members.stream().mapToDouble(Effect::rate).sum();
        }

        public double mix() {
            return members.stream().mapToDouble(Effect::mix).sum();
        }

        public double uncovered() {
            return members.stream().mapToDouble(Effect::uncovered).sum();
        }

        /** Whether the ratio moved against what its segments did on the whole: Simpson 1951, J. R. Stat. Soc. B 13:238. */
        public boolean isReversal() {
            return rate() * delta() < 0;
        }
    }

    /**
     * What one member did to the ratio, in the ratio's unit.
     *
     * @param rate what its own ratio's change did at its mean weight
     * @param mix what its weight's change did: gaining weight lifts the ratio where the member's own is above it
     * @param uncovered what a numerator without a denominator did, which is no ratio; else 0
     */
    record Effect(String member, double rate, double mix, double uncovered) {
        public Effect {
            Objects.requireNonNull(member, "member");
        }
    }

    /** The whole has no ratio at one of the points: nothing to divide by, or no value. */
    record Undefined(boolean atSecond) implements RateMixResult {}

    /** The formula is no quotient of two sums of KPIs. */
    record NotAQuotient() implements RateMixResult {}

    /** The whole is not Σ numerators / Σ denominators over members, as where one of them does not sum over members. */
    record NotAdditive() implements RateMixResult {}
}
