package com.planitai.kpi.server.http;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The revision of a single resource as an entity tag, and the precondition that a writer sends with it. */
public final class Revision {
    private static final Pattern ETAG = Pattern.compile("\"(\\d{1,18})\"");

    private Revision() {}

    public static String etag(long revision) {
        return '"' + Long.toString(revision) + '"';
    }

    /**
     * Whether a write on a resource of this revision may go on.
     *
     * @param ifMatch the {@code If-Match} header; absent or {@code *} always holds, anything unreadable never does
     */
    public static boolean holds(@Nullable String ifMatch, long revision) {
        if (ifMatch == null || ifMatch.strip().equals("*")) {
            return true;
        }
        for (String tag : ifMatch.split(",", -1)) {
            if (expected(tag.strip()).filter(value -> value == revision).isPresent()) {
                return true;
            }
        }
        return false;
    }

    private static Optional<Long> expected(String tag) {
        Matcher matcher = ETAG.matcher(tag);
        return matcher.matches() ? Optional.of(Long.valueOf(matcher.group(1))) : Optional.empty();
    }
}
