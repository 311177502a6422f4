package com.planitai.kpi.engine.unit;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What the algebra knows of a sub-formula's unit.
 *
 * @param exact the declared unit, as long as operations have kept it
 * @param literal whether only literals stand below, so that it takes the unit of whatever it meets
 */
public record DerivedUnit(Exponents exponents, @Nullable Unit exact, boolean literal) {
    public static final DerivedUnit LITERAL = new DerivedUnit(Exponents.NONE, null, true);
    public static final DerivedUnit DIMENSIONLESS = new DerivedUnit(Exponents.NONE, null, false);

    public static DerivedUnit declared(Unit unit) {
        return new DerivedUnit(unit.exponents(), unit, false);
    }

    /** Whether the two may be added, compared or chosen between. */
    public boolean agreesWith(DerivedUnit other) {
        return literal || other.literal || exponents.equals(other.exponents);
    }

    /** Whether a KPI declared in this unit may have such a formula. */
    public boolean isAssignableTo(Unit declared) {
        return agreesWith(declared(declared));
    }

    /** The unit of a sum of, or a choice between, two that agree. */
    public DerivedUnit joinedWith(DerivedUnit other) {
        if (literal) {
            return other;
        }
        if (other.literal || equals(other)) {
            return this;
        }
        return new DerivedUnit(exponents, null, false);
    }

    public DerivedUnit times(DerivedUnit other) {
        if (literal || other.literal) {
            return joinedWith(other);
        }
        return new DerivedUnit(exponents.times(other.exponents), null, false);
    }

    public DerivedUnit dividedBy(DerivedUnit other) {
        if (other.literal) {
            return this;
        }
        return new DerivedUnit(exponents.dividedBy(other.exponents), null, false);
    }

    public DerivedUnit raisedTo(double power) {
        return literal || power == 1 ? this : new DerivedUnit(exponents.raisedTo(power), null, false);
    }

    /** The unit a KPI could declare for it; empty for bare literals and for what no unit says, such as KRW². */
    public Optional<Unit> asUnit() {
        if (exact != null || literal) {
            return Optional.ofNullable(exact);
        }
        var above = singleSymbol(1);
        var below = singleSymbol(-1);
        var expected = (above == null ? 0 : 1) + (below == null ? 0 : 1);
        if (exponents.powers().size() != expected) {
            return Optional.empty();
        }
        return Optional.of(below == null ? unit(above) : unit(above).per(unit(below)));
    }

    private @Nullable String singleSymbol(double power) {
        for (var entry : exponents.powers().entrySet()) {
            if (entry.getValue() == power) {
                return entry.getKey();
            }
        }
        return null;
    }

    private static Unit unit(@Nullable String symbol) {
        if (symbol == null) {
            return Unit.of(UnitType.NUMBER);
        }
        return symbol.equals(Exponents.DURATION) ? Unit.of(UnitType.DURATION) : Unit.currency(symbol);
    }

    @Override
    public String toString() {
        if (exact != null) {
            return exact.toString();
        }
        return exponents.isDimensionless() ? UnitType.NUMBER.name() : exponents.toString();
    }
}
