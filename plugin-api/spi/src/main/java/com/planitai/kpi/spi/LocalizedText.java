package com.planitai.kpi.spi;

import java.util.Collections;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** A text in English and in any number of other languages. */
public final class LocalizedText {
    private static final String ENGLISH = "en";
    private static final int MAX_CHARACTERS = 2_000;
    private static final int MAX_LANGUAGES = 50;
    private static final Pattern LANGUAGE = Pattern.compile("[a-z]{2,3}");

    private final SortedMap<String, String> texts;

    private LocalizedText(Builder builder) {
        this.texts = new TreeMap<>(builder.texts);
        Require.present(texts.get(ENGLISH), "the English text");
        Require.range(texts.size(), "languages", 1, MAX_LANGUAGES);
    }

    /**
     * A text in English only.
     *
     * @param english the text, 1 to 2,000 characters
     * @return the text
     * @throws IllegalArgumentException if the text is blank or too long
     */
    public static LocalizedText english(String english) {
        return builder().text(ENGLISH, english).build();
    }

    /**
     * A text in the three languages of the product.
     *
     * @param english the English text, 1 to 2,000 characters
     * @param korean the Korean text, 1 to 2,000 characters
     * @param japanese the Japanese text, 1 to 2,000 characters
     * @return the text
     * @throws IllegalArgumentException if a text is blank or too long
     */
    public static LocalizedText of(String english, String korean, String japanese) {
        return builder()
                .text(ENGLISH, english)
                .text("ko", korean)
                .text("ja", japanese)
                .build();
    }

    /** {@return a builder without any text} */
    public static Builder builder() {
        return new Builder();
    }

    /**
     * The text in a language, or in English where there is none.
     *
     * @param language a language of ISO 639, such as {@code ko}
     * @return the text
     */
    public String in(String language) {
        return texts.getOrDefault(language, english());
    }

    /** {@return the English text} */
    public String english() {
        return Require.present(texts.get(ENGLISH), ENGLISH);
    }

    /** {@return the texts by language, among them {@code en}; sorted and unmodifiable} */
    public Map<String, String> texts() {
        return Collections.unmodifiableSortedMap(texts);
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof LocalizedText that && texts.equals(that.texts);
    }

    @Override
    public int hashCode() {
        return texts.hashCode();
    }

    @Override
    public String toString() {
        return texts.toString();
    }

    /** Builds a {@link LocalizedText}. Not thread-safe. */
    public static final class Builder {
        private final Map<String, String> texts = new TreeMap<>();

        private Builder() {}

        /**
         * Sets the text of one language.
         *
         * @param language a language of ISO 639 in two or three small letters
         * @param text the text, 1 to 2,000 characters
         * @return this builder
         * @throws IllegalArgumentException if the language is not one, or the text is blank or too long
         */
        public Builder text(String language, String text) {
            if (!LANGUAGE.matcher(language).matches()) {
                throw new IllegalArgumentException("language must match " + LANGUAGE + ", was '" + language + "'");
            }
            texts.put(language, Require.text(text, language, MAX_CHARACTERS));
            return this;
        }

        /**
         * Builds the text; the builder may be used further.
         *
         * @return the immutable text
         * @throws IllegalArgumentException if the English text is missing
         */
        public LocalizedText build() {
            return new LocalizedText(this);
        }
    }
}
