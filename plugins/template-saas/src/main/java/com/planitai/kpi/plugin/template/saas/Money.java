package com.planitai.kpi.plugin.template.saas;

import com.planitai.kpi.spi.KpiUnit;
import java.util.Currency;

/**
 * The currency of an instance.
 *
 * @param unit the unit of its amounts
 * @param decimals the decimals of its minor unit
 * @param perWon roughly how much of it one won buys, so that sample data has a plausible size in every currency
 */
record Money(KpiUnit unit, int decimals, double perWon) {
    private static final double YEN_PER_WON = 0.11;
    private static final double DOLLARS_PER_WON = 1 / 1_350.0;

    static Money in(Currency currency) {
        String code = currency.getCurrencyCode();
        double perWon = switch (code) {
            case "KRW" -> 1;
            case "JPY" -> YEN_PER_WON;
            default -> DOLLARS_PER_WON;
        };
        return new Money(KpiUnit.currency(code), Math.max(0, currency.getDefaultFractionDigits()), perWon);
    }

    /** An amount in won, in this currency and rounded to its minor unit. */
    double fromWon(double won) {
        return rounded(won * perWon);
    }

    /** An amount in this currency, rounded to its minor unit. */
    double rounded(double amount) {
        double minorUnits = StrictMath.pow(10, decimals);
        return StrictMath.rint(amount * minorUnits) / minorUnits;
    }
}
