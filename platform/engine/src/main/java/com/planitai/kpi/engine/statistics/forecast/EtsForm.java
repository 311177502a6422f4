package com.planitai.kpi.engine.statistics.forecast;

import java.util.ArrayList;
import java.util.List;

/**
 * Error, trend and season of an exponential smoothing model (Hyndman, Koehler, Ord & Snyder 2008, Forecasting with
 * Exponential Smoothing, §2.3 and table 2.1).
 */
record EtsForm(ErrorKind error, TrendKind trend, SeasonKind season) {
    EtsForm {
        if (season == SeasonKind.MULTIPLICATIVE && error == ErrorKind.ADDITIVE) {
            throw new IllegalArgumentException("A multiplicative season with an additive error has infinite variance");
        }
    }

    enum ErrorKind {
        ADDITIVE("A"),
        MULTIPLICATIVE("M");

        private final String letter;

        ErrorKind(String letter) {
            this.letter = letter;
        }
    }

    enum TrendKind {
        NONE("N"),
        ADDITIVE("A"),
        DAMPED("Ad");

        private final String letters;

        TrendKind(String letters) {
            this.letters = letters;
        }
    }

    enum SeasonKind {
        NONE("N"),
        ADDITIVE("A"),
        MULTIPLICATIVE("M");

        private final String letter;

        SeasonKind(String letter) {
            this.letter = letter;
        }
    }

    /**
     * The forms whose forecasts have a finite mean and variance (ibid., ch. 15): no multiplicative season with
     * an additive error, no multiplicative trend, and nothing multiplicative for values that are not all positive.
     */
    static List<EtsForm> admissible(boolean positive, boolean seasonal) {
        var forms = new ArrayList<EtsForm>();
        for (var error : positive ? ErrorKind.values() : new ErrorKind[] {ErrorKind.ADDITIVE}) {
            for (var trend : TrendKind.values()) {
                for (var season : seasonal ? SeasonKind.values() : new SeasonKind[] {SeasonKind.NONE}) {
                    if (season != SeasonKind.MULTIPLICATIVE || error == ErrorKind.MULTIPLICATIVE) {
                        forms.add(new EtsForm(error, trend, season));
                    }
                }
            }
        }
        return forms;
    }

    boolean isErrorMultiplicative() {
        return error == ErrorKind.MULTIPLICATIVE;
    }

    boolean isSeasonMultiplicative() {
        return season == SeasonKind.MULTIPLICATIVE;
    }

    boolean hasTrend() {
        return trend != TrendKind.NONE;
    }

    boolean isDamped() {
        return trend == TrendKind.DAMPED;
    }

    boolean hasSeason() {
        return season != SeasonKind.NONE;
    }

    /** As the literature writes it: {@code ETS(M,Ad,M)}. */
    String notation() {
        return "ETS(" + error.letter + "," + trend.letters + "," + season.letter + ")";
    }
}
