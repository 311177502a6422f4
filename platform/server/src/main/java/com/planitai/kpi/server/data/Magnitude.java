package com.planitai.kpi.server.data;

import java.math.BigDecimal;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Digits with separators of thousands and with the powers of ten of Korean and Japanese: 1億2,345万, 3천5백만, 1,200千. Larger
 * powers come first, each at most once; one of ten, a hundred or a thousand may stand without a number before it.
 */
final class Magnitude {
    private static final Map<Character, Integer> MYRIADS =
            Map.of('万', 4, '萬', 4, '만', 4, '億', 8, '억', 8, '兆', 12, '조', 12, '京', 16, '경', 16);
    private static final Map<Character, Integer> SMALL = Map.of('十', 1, '십', 1, '百', 2, '백', 2, '千', 3, '천', 3);
    private static final int GROUP_DIGITS = 3;

    private final String text;
    private final boolean decimalCommas;
    private int position;
    private boolean ambiguous;

    /** How it went. */
    sealed interface Read {
        record Value(BigDecimal value) implements Read {}

        record NoNumber() implements Read {}

        /** A comma or a point of which nobody can say what it means. */
        record Ambiguous() implements Read {}
    }

    private Magnitude(String text, boolean decimalCommas) {
        this.text = text;
        this.decimalCommas = decimalCommas;
    }

    static Read read(String text, boolean decimalCommas) {
        var magnitude = new Magnitude(text, decimalCommas);
        BigDecimal value = magnitude.sections();
        if (magnitude.ambiguous) {
            return new Read.Ambiguous();
        }
        return value == null ? new Read.NoNumber() : new Read.Value(value);
    }

    private @Nullable BigDecimal sections() {
        BigDecimal total = BigDecimal.ZERO;
        int last = Integer.MAX_VALUE;
        while (position < text.length()) {
            BigDecimal section = section();
            if (section == null) {
                return null;
            }
            Integer power = power(MYRIADS);
            int own = power == null ? 0 : power;
            if (own >= last) {
                return null;
            }
            total = total.add(section.movePointRight(own));
            last = own;
        }
        return last == Integer.MAX_VALUE ? null : total;
    }

    /** What stands before a myriad, or after the last. */
    private @Nullable BigDecimal section() {
        BigDecimal sum = BigDecimal.ZERO;
        int last = Integer.MAX_VALUE;
        while (true) {
            BigDecimal number = number();
            Integer power = ambiguous ? null : power(SMALL);
            if (power == null) {
                return number == null ? (last == Integer.MAX_VALUE ? null : sum) : sum.add(number);
            }
            if (power >= last) {
                return null;
            }
            sum = sum.add((number == null ? BigDecimal.ONE : number).movePointRight(power));
            last = power;
        }
    }

    private @Nullable Integer power(Map<Character, Integer> powers) {
        skipBlanks();
        Integer power = position < text.length() ? powers.get(text.charAt(position)) : null;
        position += power == null ? 0 : 1;
        return power;
    }

    private void skipBlanks() {
        while (position < text.length() && text.charAt(position) == ' ') {
            position++;
        }
    }

    private @Nullable BigDecimal number() {
        skipBlanks();
        int from = position;
        while (position < text.length() && isOfNumber(position)) {
            position++;
        }
        return from == position ? null : grouped(text.substring(from, position));
    }

    private boolean isOfNumber(int index) {
        char character = text.charAt(index);
        boolean blankBetweenDigits = character == ' ' && isDigit(index - 1) && isDigit(index + 1);
        return isDigit(index) || character == ',' || character == '.' || blankBetweenDigits;
    }

    private boolean isDigit(int index) {
        return index >= 0 && index < text.length() && text.charAt(index) >= '0' && text.charAt(index) <= '9';
    }

    private @Nullable BigDecimal grouped(String digits) {
        int point = digits.indexOf('.');
        String whole = point < 0 ? digits : digits.substring(0, point);
        String fraction = point < 0 ? "" : digits.substring(point + 1);
        if (fraction.indexOf('.') >= 0 || fraction.indexOf(',') >= 0) {
            ambiguous = true;
            return null;
        }
        if (fraction.indexOf(' ') >= 0 || (whole.isEmpty() && fraction.isEmpty())) {
            return null;
        }
        String[] groups = whole.split("[, ]", -1);
        boolean commas = whole.indexOf(',') >= 0;
        if (groups.length > 1) {
            if (!areThousands(groups) || (commas && whole.indexOf(' ') >= 0)) {
                ambiguous = commas;
                return null;
            }
            if (commas && decimalCommas && groups.length == 2 && point < 0) {
                ambiguous = true;
                return null;
            }
        }
        return new BigDecimal(String.join("", groups) + (fraction.isEmpty() ? "" : "." + fraction));
    }

    private static boolean areThousands(String[] groups) {
        boolean good = !groups[0].isEmpty() && groups[0].length() <= GROUP_DIGITS && !groups[0].startsWith("0");
        for (int index = 1; index < groups.length; index++) {
            good &= groups[index].length() == GROUP_DIGITS;
        }
        return good;
    }
}
