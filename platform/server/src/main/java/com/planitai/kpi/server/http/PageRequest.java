package com.planitai.kpi.server.http;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * The one way of paging: by the key of the last item seen.
 *
 * @param limit how many items at most, 1 to {@value #MAX_LIMIT}
 * @param after the key behind which the page begins
 */
public record PageRequest(int limit, Optional<String> after) {
    public static final int DEFAULT_LIMIT = 50;
    public static final int MAX_LIMIT = 500;

    /** How many rows to ask for, one more than the page, to know whether there is another. */
    public int fetch() {
        return limit + 1;
    }

    public <T> Page page(List<T> fetched, Function<T, String> key, Function<T, ?> wire) {
        List<T> items = fetched.size() > limit ? fetched.subList(0, limit) : fetched;
        String next = fetched.size() > limit ? encode(key.apply(items.getLast())) : null;
        return new Page(items.stream().<Object>map(wire).toList(), next);
    }

    static String encode(String key) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(key.getBytes(StandardCharsets.UTF_8));
    }

    static Optional<String> decode(String cursor) {
        try {
            ByteBuffer bytes = ByteBuffer.wrap(Base64.getUrlDecoder().decode(cursor));
            return Optional.of(StandardCharsets.UTF_8.newDecoder().decode(bytes).toString())
                    .filter(StorableText::isStorable);
        } catch (IllegalArgumentException | CharacterCodingException malformed) {
            return Optional.empty();
        }
    }
}
