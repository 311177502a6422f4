package com.planitai.kpi.server.event;

import com.planitai.kpi.server.http.Json;
import java.nio.charset.StandardCharsets;

/**
 * One event as it is sent.
 *
 * @param number within its feed, from 1
 * @param data becomes one line of JSON
 */
record Event(long number, Type type, Object data) {
    enum Type {
        /** Numbers have changed. */
        VALUES("values"),
        /** Definitions have changed, and numbers with them. */
        DEFINITIONS("definitions"),
        /** A job has come, gone on or ended. */
        JOB("job"),
        /** Nothing is said of what was before: what the reader holds of an older version may be wrong, and what it knows of jobs. */
        RESET("reset");

        private final String wireName;

        Type(String wireName) {
            this.wireName = wireName;
        }
    }

    /** As the HTML standard wants it, section 9.2.6. */
    byte[] bytes(String feed) {
        String text =
                "id: " + feed + '-' + number + "\nevent: " + type.wireName + "\ndata: " + Json.text(data) + "\n\n";
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
