package com.planitai.kpi.spi;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The unit of a KPI. */
public final class KpiUnit {
    private static final Pattern CURRENCY_CODE = Pattern.compile("[A-Z]{3}");

    private final Type type;
    private final @Nullable String currency;
    private final @Nullable LocalizedText label;
    private final @Nullable KpiUnit per;

    private KpiUnit(Type type, @Nullable String currency, @Nullable LocalizedText label, @Nullable KpiUnit per) {
        this.type = type;
        this.currency = currency;
        this.label = label;
        this.per = per;
    }

    /** {@return a plain number} */
    public static KpiUnit number() {
        return new KpiUnit(Type.NUMBER, null, null, null);
    }

    /** {@return a count of things} */
    public static KpiUnit count() {
        return new KpiUnit(Type.COUNT, null, null, null);
    }

    /** {@return a fraction shown in percent: 0.05 is 5 %} */
    public static KpiUnit percent() {
        return new KpiUnit(Type.PERCENT, null, null, null);
    }

    /** {@return a length of time, stored in seconds} */
    public static KpiUnit duration() {
        return new KpiUnit(Type.DURATION, null, null, null);
    }

    /**
     * An amount of money, in the currency's main unit.
     *
     * @param code the currency by ISO 4217, such as {@code KRW}
     * @return the unit
     * @throws IllegalArgumentException if the code is not three capital letters
     */
    public static KpiUnit currency(String code) {
        if (!CURRENCY_CODE.matcher(code).matches()) {
            throw new IllegalArgumentException("currency must match " + CURRENCY_CODE + ", was '" + code + "'");
        }
        return new KpiUnit(Type.CURRENCY, code, null, null);
    }

    /**
     * The same unit with a word for what is counted, such as accounts, 명 or 件.
     *
     * @param word the word
     * @return the unit with the word
     * @throws IllegalArgumentException if this unit is not a count
     */
    public KpiUnit labelled(LocalizedText word) {
        if (type != Type.COUNT) {
            throw new IllegalArgumentException("only COUNT has a label, was " + type);
        }
        return new KpiUnit(type, currency, word, per);
    }

    /**
     * The quotient of this unit and another, such as KRW per hour.
     *
     * @param divisor the other unit, without a divisor of its own
     * @return the quotient
     * @throws IllegalArgumentException if either unit is a quotient already
     */
    public KpiUnit per(KpiUnit divisor) {
        if (per != null || divisor.per != null) {
            throw new IllegalArgumentException("a unit has at most one divisor");
        }
        return new KpiUnit(type, currency, label, divisor);
    }

    /** {@return the kind of unit} */
    public Type type() {
        return type;
    }

    /** {@return the currency by ISO 4217; present exactly for {@link Type#CURRENCY}} */
    public Optional<String> currency() {
        return Optional.ofNullable(currency);
    }

    /** {@return the word for what is counted, if there is one} */
    public Optional<LocalizedText> label() {
        return Optional.ofNullable(label);
    }

    /** {@return the divisor, if the unit is a quotient} */
    public Optional<KpiUnit> per() {
        return Optional.ofNullable(per);
    }

    private List<@Nullable Object> state() {
        return Arrays.asList(type, currency, label, per);
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof KpiUnit that && state().equals(that.state());
    }

    @Override
    public int hashCode() {
        return state().hashCode();
    }

    @Override
    public String toString() {
        return "KpiUnit" + state();
    }

    /** The kinds of units. */
    public enum Type {
        /** A plain number. */
        NUMBER,

        /** A count of things. */
        COUNT,

        /** An amount of money. */
        CURRENCY,

        /** A fraction shown in percent. */
        PERCENT,

        /** A length of time in seconds. */
        DURATION
    }
}
