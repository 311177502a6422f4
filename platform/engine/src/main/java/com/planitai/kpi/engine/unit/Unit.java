package com.planitai.kpi.engine.unit;

import java.util.Objects;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A declared unit.
 *
 * @param currency ISO 4217 code, exactly for {@link UnitType#CURRENCY}
 * @param label a word for people (件, 명, hour); takes no part in the algebra
 * @param per the unit one measures against (KRW per hour), itself without {@code per}
 */
public record Unit(
        UnitType type,
        @Nullable String currency,
        @Nullable String label,
        @Nullable Unit per) {
    public static final int MAX_LABEL_CHARACTERS = 40;

    private static final Pattern ISO_4217 = Pattern.compile("[A-Z]{3}");

    public Unit {
        Objects.requireNonNull(type, "type");
        if (type == UnitType.CURRENCY
                ? currency == null || !ISO_4217.matcher(currency).matches()
                : currency != null) {
            throw new IllegalArgumentException(
                    "expected an ISO 4217 code exactly for CURRENCY, got %s for %s".formatted(currency, type));
        }
        if (label != null && label.length() > MAX_LABEL_CHARACTERS) {
            throw new IllegalArgumentException("expected a label of at most %d characters, got %d"
                    .formatted(MAX_LABEL_CHARACTERS, label.length()));
        }
        if (per != null && per.per() != null) {
            throw new IllegalArgumentException("expected one level of per, got " + per + " below " + type);
        }
    }

    public static Unit of(UnitType type) {
        return new Unit(type, null, null, null);
    }

    public static Unit currency(String code) {
        return new Unit(UnitType.CURRENCY, code, null, null);
    }

    public Unit per(Unit other) {
        return new Unit(type, currency, label, other);
    }

    public Exponents exponents() {
        var own = switch (type) {
            case NUMBER, COUNT, PERCENT -> Exponents.NONE;
            case CURRENCY -> Exponents.of(symbol());
            case DURATION -> Exponents.of(Exponents.DURATION);
        };
        return per == null ? own : own.dividedBy(per.exponents());
    }

    private String symbol() {
        return currency == null ? type.name() : currency;
    }

    @Override
    public String toString() {
        return per == null ? symbol() : symbol() + "/" + per;
    }
}
