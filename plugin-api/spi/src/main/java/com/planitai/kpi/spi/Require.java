package com.planitai.kpi.spi;

import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The guards of this package's data: each gives the value back or says what was expected and what was there. */
final class Require {
    private static final Pattern CODE = Pattern.compile("[a-z][a-z0-9_]{0,62}");
    private static final Pattern SLUG = Pattern.compile("[a-z][a-z0-9-]{0,62}");
    private static final Pattern PERIOD =
            Pattern.compile("\\d{4}(-(0[1-9]|1[0-2])(-(0[1-9]|[12]\\d|3[01]))?|-W(0[1-9]|[1-4]\\d|5[0-3])|-Q[1-4])?");

    private Require() {}

    static <T> T present(@Nullable T value, String what) {
        if (value == null) {
            throw new IllegalArgumentException(what + " is required");
        }
        return value;
    }

    static String code(@Nullable String value, String what) {
        return matching(value, what, CODE);
    }

    static String slug(@Nullable String value, String what) {
        return matching(value, what, SLUG);
    }

    static String period(@Nullable String value, String what) {
        return matching(value, what, PERIOD);
    }

    private static String matching(@Nullable String value, String what, Pattern pattern) {
        String there = present(value, what);
        if (!pattern.matcher(there).matches()) {
            throw new IllegalArgumentException(what + " must match " + pattern + ", was '" + there + "'");
        }
        return there;
    }

    static String text(@Nullable String value, String what, int maxCharacters) {
        String there = present(value, what);
        if (there.isBlank() || there.length() > maxCharacters) {
            throw new IllegalArgumentException(
                    what + " must have 1 to " + maxCharacters + " characters, had " + there.length());
        }
        return there;
    }

    static @Nullable String optionalText(@Nullable String value, String what, int maxCharacters) {
        return value == null ? null : text(value, what, maxCharacters);
    }

    static int range(int value, String what, int least, int greatest) {
        if (value < least || value > greatest) {
            throw new IllegalArgumentException(what + " must be " + least + " to " + greatest + ", was " + value);
        }
        return value;
    }

    static @Nullable Integer optionalRange(@Nullable Integer value, String what, int least, int greatest) {
        return value == null ? null : Integer.valueOf(range(value, what, least, greatest));
    }

    static double finite(@Nullable Double value, String what) {
        double there = present(value, what);
        if (!Double.isFinite(there)) {
            throw new IllegalArgumentException(what + " must be a finite number, was " + there);
        }
        return there;
    }

    static Map<String, String> members(Map<String, String> memberByDimension) {
        memberByDimension.forEach((dimension, member) -> {
            code(dimension, "dimension");
            code(member, "member");
        });
        return Map.copyOf(memberByDimension);
    }

    static <T> List<T> list(List<T> values, String what, int maxSize) {
        if (values.size() > maxSize) {
            throw new IllegalArgumentException(what + " must be at most " + maxSize + ", were " + values.size());
        }
        return List.copyOf(values);
    }
}
