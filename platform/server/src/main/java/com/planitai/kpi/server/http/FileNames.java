package com.planitai.kpi.server.http;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The file name in a {@code Content-Disposition} header (RFC 6266), reduced to its last segment. */
final class FileNames {
    private static final int MAX_CHARACTERS = 255;
    private static final Pattern EXTENDED =
            Pattern.compile("filename\\*\\s*=\\s*UTF-8''([^;\\s]+)", Pattern.CASE_INSENSITIVE);
    private static final Pattern PLAIN =
            Pattern.compile("filename\\s*=\\s*(?:\"([^\"]*)\"|([^;\\s]+))", Pattern.CASE_INSENSITIVE);

    private FileNames() {}

    static Optional<String> ofDisposition(String header) {
        Matcher extended = EXTENDED.matcher(header);
        if (extended.find()) {
            try {
                return clean(URLDecoder.decode(extended.group(1), StandardCharsets.UTF_8));
            } catch (IllegalArgumentException malformed) {
                return Optional.empty();
            }
        }
        Matcher plain = PLAIN.matcher(header);
        return plain.find() ? clean(plain.group(1) != null ? plain.group(1) : plain.group(2)) : Optional.empty();
    }

    private static Optional<String> clean(String name) {
        String last = name.substring(Math.max(name.lastIndexOf('/'), name.lastIndexOf('\\')) + 1)
                .replaceAll("\\p{Cntrl}", "")
                .strip();
        return last.isEmpty()
                ? Optional.empty()
                : Optional.of(last.substring(0, Math.min(last.length(), MAX_CHARACTERS)));
    }
}
