package com.planitai.kpi.server.http;

import java.util.Optional;

/** What PostgreSQL can keep in a text: every character but U+0000 and halves of surrogate pairs. */
public final class StorableText {
    private StorableText() {}

    public static boolean isStorable(String text) {
        return firstUnstorable(text) < 0;
    }

    /** The first character that cannot be kept, such as {@code U+0000}. */
    public static Optional<String> unstorable(String text) {
        int index = firstUnstorable(text);
        return index < 0 ? Optional.empty() : Optional.of("U+%04X".formatted((int) text.charAt(index)));
    }

    private static int firstUnstorable(String text) {
        for (int i = 0; i < text.length(); i++) {
            char character = text.charAt(i);
            if (Character.isHighSurrogate(character)
                    && i + 1 < text.length()
                    && Character.isLowSurrogate(text.charAt(i + 1))) {
                i++;
            } else if (character == 0 || Character.isSurrogate(character)) {
                return i;
            }
        }
        return -1;
    }
}
