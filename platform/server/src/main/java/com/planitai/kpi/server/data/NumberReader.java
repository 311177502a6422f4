package com.planitai.kpi.server.data;

import com.planitai.kpi.engine.unit.Unit;
import com.planitai.kpi.engine.unit.UnitType;
import com.planitai.kpi.server.data.CellFault.Part;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Reads numbers as people in Korea and Japan write them: 1億2,345万, ▲1,000, (500), ５％, ₩3천만. What can be read in two ways
 * is refused: 1,5 and 1.234,5 might be one and a half, fifteen, or a slip.
 */
final class NumberReader {
    /** Longer texts are no number that anybody wrote. */
    static final int MAX_CHARACTERS = 100;

    private static final int MAX_EXPONENT_DIGITS = 3;
    private static final int FULL_WIDTH = 0xFF01 - '!';
    private static final Map<String, Set<String>> CURRENCIES = Map.of(
            "¥", Set.of("JPY", "CNY"),
            "円", Set.of("JPY"),
            "₩", Set.of("KRW"),
            "원", Set.of("KRW"),
            "$", Set.of("USD", "AUD", "CAD", "HKD", "NZD", "SGD", "TWD"),
            "€", Set.of("EUR"),
            "£", Set.of("GBP"),
            "元", Set.of("CNY", "TWD"));
    private static final int ISO_4217_LETTERS = 3;

    private NumberReader() {}

    /**
     * The number, or null with its fault noted.
     *
     * @param unit of the KPI, with which a currency and a percent sign must agree; null where the KPI is not known
     * @param decimalCommas whether a comma may be a decimal one here, so that 1,234 can be read in two ways
     */
    static @Nullable Double read(String text, @Nullable Unit unit, boolean decimalCommas, List<CellFault> faults) {
        if (isPlain(text)) {
            return Double.parseDouble(text) + 0.0;
        }
        if (text.length() > MAX_CHARACTERS) {
            return refuse("VALUE_NOT_A_NUMBER", text, unit, faults);
        }
        return new Spelled(text, unit, decimalCommas, faults).read();
    }

    /** Digits as every program writes them. */
    static boolean isPlain(String text) {
        int length = text.length();
        int index = length > 0 && (text.charAt(0) == '-' || text.charAt(0) == '+') ? 1 : 0;
        int whole = digits(text, index);
        index += whole;
        int fraction = 0;
        if (index < length && text.charAt(index) == '.') {
            fraction = digits(text, index + 1);
            index += 1 + fraction;
        }
        if (whole + fraction == 0) {
            return false;
        }
        if (index < length && (text.charAt(index) == 'e' || text.charAt(index) == 'E')) {
            index++;
            index += index < length && (text.charAt(index) == '-' || text.charAt(index) == '+') ? 1 : 0;
            int exponent = digits(text, index);
            if (exponent == 0 || exponent > MAX_EXPONENT_DIGITS) {
                return false;
            }
            index += exponent;
        }
        return index == length;
    }

    private static int digits(String text, int from) {
        int index = from;
        while (index < text.length() && text.charAt(index) >= '0' && text.charAt(index) <= '9') {
            index++;
        }
        return index - from;
    }

    private static @Nullable Double refuse(String code, String text, @Nullable Unit unit, List<CellFault> faults) {
        faults.add(CellFault.of(Part.VALUE, code, Map.of("value", text, "unit", unit == null ? "" : unit.toString())));
        return null;
    }

    /** What surrounds the magnitude, taken off from outside to inside. */
    private static final class Spelled {
        private final String written;
        private final @Nullable Unit unit;
        private final boolean decimalCommas;
        private final List<CellFault> faults;
        private String rest;
        private boolean signed;
        private boolean negative;
        private boolean percent;
        private @Nullable Set<String> currencies;

        Spelled(String written, @Nullable Unit unit, boolean decimalCommas, List<CellFault> faults) {
            this.written = written;
            this.unit = unit;
            this.decimalCommas = decimalCommas;
            this.faults = faults;
            this.rest = narrow(written).strip();
        }

        @Nullable Double read() {
            boolean taken = true;
            while (taken && !rest.isEmpty()) {
                taken = takeParentheses() || takeSign() || takePercent() || takeCurrency() || takeLabel();
            }
            if (unit != null && percent && unit.type() != UnitType.PERCENT) {
                return refuse("PERCENT_OF_OTHER_UNIT", written, unit, faults);
            }
            if (unit != null && currencies != null && !agrees(unit, currencies)) {
                return refuse("CURRENCY_OF_OTHER_UNIT", written, unit, faults);
            }
            return switch (Magnitude.read(rest, decimalCommas)) {
                case Magnitude.Read.Ambiguous() -> refuse("NUMBER_DECIMAL_COMMA", written, unit, faults);
                case Magnitude.Read.NoNumber() -> refuse("VALUE_NOT_A_NUMBER", written, unit, faults);
                case Magnitude.Read.Value(var magnitude) -> {
                    var scaled = percent ? magnitude.movePointLeft(2) : magnitude;
                    yield (negative ? scaled.negate() : scaled).doubleValue();
                }
            };
        }

        private static boolean agrees(Unit unit, Set<String> currencies) {
            return unit.currency() != null && currencies.contains(unit.currency());
        }

        private boolean takeParentheses() {
            if (signed || !rest.startsWith("(") || !rest.endsWith(")")) {
                return false;
            }
            negative = true;
            return sign(rest.substring(1, rest.length() - 1));
        }

        private boolean takeSign() {
            char first = rest.charAt(0);
            if (signed || "+-▲△".indexOf(first) < 0) {
                return false;
            }
            negative = first != '+';
            return sign(rest.substring(1));
        }

        private boolean sign(String inner) {
            signed = true;
            rest = inner.strip();
            return true;
        }

        private boolean takePercent() {
            if (percent || currencies != null || !rest.endsWith("%")) {
                return false;
            }
            percent = true;
            return take(0, rest.length() - 1);
        }

        private boolean takeCurrency() {
            if (percent || currencies != null) {
                return false;
            }
            for (Map.Entry<String, Set<String>> currency : CURRENCIES.entrySet()) {
                String sign = currency.getKey();
                if (rest.startsWith(sign) || rest.endsWith(sign)) {
                    currencies = currency.getValue();
                    return rest.startsWith(sign)
                            ? take(sign.length(), rest.length())
                            : take(0, rest.length() - sign.length());
                }
            }
            int length = rest.length();
            if (isCode(0)) {
                currencies = Set.of(rest.substring(0, ISO_4217_LETTERS));
                return take(ISO_4217_LETTERS, length);
            }
            if (isCode(length - ISO_4217_LETTERS)) {
                currencies = Set.of(rest.substring(length - ISO_4217_LETTERS));
                return take(0, length - ISO_4217_LETTERS);
            }
            return false;
        }

        private boolean isCode(int from) {
            return from >= 0
                    && from + ISO_4217_LETTERS <= rest.length()
                    && rest.chars()
                            .skip(from)
                            .limit(ISO_4217_LETTERS)
                            .allMatch(letter -> letter >= 'A' && letter <= 'Z');
        }

        /** The word that the KPI itself counts in: 件, 명. */
        private boolean takeLabel() {
            String label = unit == null ? null : unit.label();
            return label != null && !label.isEmpty() && rest.endsWith(label) && take(0, rest.length() - label.length());
        }

        private boolean take(int from, int to) {
            rest = rest.substring(from, to).strip();
            return true;
        }
    }

    /** Full-width signs and digits, and the many kinds of blanks and minus signs, as ASCII has them. */
    private static String narrow(String text) {
        var narrow = new StringBuilder(text.length());
        for (int index = 0; index < text.length(); index++) {
            char character = text.charAt(index);
            narrow.append(
                    switch (character) {
                        case '\u3000', '\u00A0', '\u2007', '\u2009', '\u202F' -> ' ';
                        case '\u2212', '\u2010', '\u2011', '\u2013' -> '-';
                        case '\uFFE5' -> '¥';
                        case '\uFFE6' -> '₩';
                        default ->
                            character >= '\uFF01' && character <= '\uFF5E'
                                    ? (char) (character - FULL_WIDTH)
                                    : character;
                    });
        }
        return narrow.toString();
    }
}
