package com.planitai.kpi.server.coordination;

import com.planitai.kpi.server.http.Json;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** Values on their way into and out of a store that another release may have written. */
final class JsonText {
    private JsonText() {}

    /** The value as JSON; nothing when it is too large to share. */
    static Optional<String> of(Object value) {
        byte[] json = Json.bytes(value);
        return json.length > Coordination.MAX_VALUE_BYTES
                ? Optional.empty()
                : Optional.of(new String(json, StandardCharsets.UTF_8));
    }

    /** The value; nothing when the text is none of this type. */
    static <T> Optional<T> read(String json, Class<T> type) {
        try {
            return Optional.ofNullable(Json.read(json, type));
        } catch (UncheckedIOException foreign) {
            return Optional.empty();
        }
    }
}
