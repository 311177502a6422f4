package com.planitai.kpi.server.http;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.ResourceBundle;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Sentences for people, by code and language, with {@code {name}} placeholders. */
public final class Messages {
    public static final List<Locale> LANGUAGES = List.of(Locale.ENGLISH, Locale.KOREAN, Locale.JAPANESE);

    private static final String BUNDLE = "com.planitai.kpi.server.messages";
    /** Browsers send far less; parsing grows with the square of the number of ranges. */
    private static final int MAX_ACCEPT_LANGUAGE_CHARACTERS = 500;

    private static final Pattern PLACEHOLDER = Pattern.compile("\\{([a-zA-Z]+)}");
    private static final ResourceBundle.Control NO_FALLBACK =
            ResourceBundle.Control.getNoFallbackControl(ResourceBundle.Control.FORMAT_PROPERTIES);

    private Messages() {}

    /** The language of ours that an {@code Accept-Language} header wants most; English when it wants none of them. */
    public static Locale language(@Nullable String acceptLanguage) {
        if (acceptLanguage == null || acceptLanguage.length() > MAX_ACCEPT_LANGUAGE_CHARACTERS) {
            return Locale.ENGLISH;
        }
        try {
            Locale found = Locale.lookup(Locale.LanguageRange.parse(acceptLanguage), LANGUAGES);
            return found == null ? Locale.ENGLISH : found;
        } catch (IllegalArgumentException malformed) {
            return Locale.ENGLISH;
        }
    }

    public static String text(Locale language, String code, Map<String, String> arguments) {
        ResourceBundle bundle = ResourceBundle.getBundle(BUNDLE, rootForEnglish(language), NO_FALLBACK);
        String pattern = bundle.containsKey(code) ? bundle.getString(code) : code;
        Matcher matcher = PLACEHOLDER.matcher(pattern);
        return matcher.replaceAll(match -> Matcher.quoteReplacement(arguments.getOrDefault(match.group(1), "")));
    }

    /** The wire form of a fault: its place, code and sentence. */
    public static Map<String, Object> wire(Locale language, Fault fault) {
        Map<String, Object> wire = new LinkedHashMap<>();
        Place place = fault.place();
        if (place != null) {
            switch (place) {
                case Place.Pointer(String pointer) -> wire.put("pointer", pointer);
                case Place.Index(int index) -> wire.put("index", index);
                case Place.FileLine(int line, @Nullable String column) -> {
                    wire.put("line", line);
                    wire.put("column", column);
                }
                case Place.Position(@Nullable String pointer, int line, int column) -> {
                    if (pointer != null) {
                        wire.put("pointer", pointer);
                    }
                    wire.put("line", line);
                    wire.put("column", column);
                }
            }
        }
        wire.put("code", fault.code());
        wire.put("message", text(language, fault));
        if (fault.suggestion() != null) {
            wire.put("suggestion", fault.suggestion());
        }
        return wire;
    }

    /** The sentence of a fault, with the question whether its suggestion was meant. */
    public static String text(Locale language, Fault fault) {
        String sentence = text(language, fault.code(), fault.arguments());
        return fault.suggestion() == null
                ? sentence
                : text(language, "DID_YOU_MEAN", Map.of("sentence", sentence, "suggestion", fault.suggestion()));
    }

    public static List<Map<String, Object>> wire(Locale language, List<Fault> faults) {
        return faults.stream().map(fault -> wire(language, fault)).toList();
    }

    private static Locale rootForEnglish(Locale language) {
        return language.equals(Locale.ENGLISH) ? Locale.ROOT : language;
    }
}
