package com.planitai.kpi.server.http;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;

/** What a member of a tenant may do, each including the ones below it. */
public enum Role {
    VIEWER,
    EDITOR,
    ADMIN,
    OWNER;

    public boolean includes(Role other) {
        return compareTo(other) >= 0;
    }

    @JsonValue
    public String wireName() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The role of this wire name; the database and verified tokens hold no others. */
    public static Role ofWireName(String name) {
        return valueOf(name.toUpperCase(Locale.ROOT));
    }
}
