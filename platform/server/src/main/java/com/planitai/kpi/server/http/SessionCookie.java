package com.planitai.kpi.server.http;

import java.time.Duration;

/** The browser's session cookie. */
public final class SessionCookie {
    public static final String NAME = "__Host-session";

    private static final String ATTRIBUTES = "; Path=/; HttpOnly; Secure; SameSite=Lax";

    private SessionCookie() {}

    public static String start(String value, Duration lifetime) {
        return NAME + '=' + value + "; Max-Age=" + lifetime.toSeconds() + ATTRIBUTES;
    }

    public static String end() {
        return NAME + "=; Max-Age=0" + ATTRIBUTES;
    }
}
