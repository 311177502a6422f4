package com.planitai.kpi.engine.model;

import java.util.regex.Pattern;

/** The name by which formulas, files and people know a KPI within its tenant. */
public record KpiCode(String value) implements Comparable<KpiCode> {
    public static final int MAX_CHARACTERS = 63;

    private static final Pattern FORM = Pattern.compile("[a-z][a-z0-9_]{0,62}");

    public KpiCode {
        if (!isValid(value)) {
            throw new IllegalArgumentException("expected a KPI code [a-z][a-z0-9_]{0,62}, got \"" + value + "\"");
        }
    }

    public static boolean isValid(String text) {
        return FORM.matcher(text).matches();
    }

    @Override
    public int compareTo(KpiCode other) {
        return value.compareTo(other.value);
    }

    @Override
    public String toString() {
        return value;
    }
}
