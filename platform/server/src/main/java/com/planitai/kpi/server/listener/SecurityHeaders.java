package com.planitai.kpi.server.listener;

import com.planitai.kpi.server.http.Answer;
import io.helidon.http.Header;
import io.helidon.http.HeaderNames;
import io.helidon.http.HeaderValues;
import io.helidon.webserver.http.ServerResponse;

/** Headers that tell a browser what our answers may not be used for. */
final class SecurityHeaders {
    private static final Header NO_SNIFF = HeaderValues.createCached("X-Content-Type-Options", "nosniff");
    private static final Header NO_STORE = HeaderValues.createCached(HeaderNames.CACHE_CONTROL, "no-store");
    private static final Header API_POLICY =
            HeaderValues.createCached("Content-Security-Policy", "default-src 'none'; frame-ancestors 'none'");
    private static final Header API_REFERRER = HeaderValues.createCached("Referrer-Policy", "no-referrer");

    private static final Header SITE_POLICY = HeaderValues.createCached(
            "Content-Security-Policy",
            "default-src 'self'; script-src 'self'; style-src 'self' 'unsafe-inline'; "
                    + "img-src 'self' data:; connect-src 'self'; font-src 'self'; frame-ancestors 'none'; base-uri 'none'; "
                    + "form-action 'self'");
    private static final Header SITE_REFERRER = HeaderValues.createCached("Referrer-Policy", "same-origin");
    private static final Header SITE_PERMISSIONS =
            HeaderValues.createCached("Permissions-Policy", "camera=(), microphone=(), geolocation=()");

    private SecurityHeaders() {}

    static void forApi(ServerResponse response, Answer answer) {
        response.header(NO_SNIFF);
        response.header(API_POLICY);
        response.header(API_REFERRER);
        if (!answer.headers().containsKey("Cache-Control")) {
            response.header(NO_STORE);
        }
    }

    static void forSite(ServerResponse response) {
        response.header(NO_SNIFF);
        response.header(SITE_POLICY);
        response.header(SITE_REFERRER);
        response.header(SITE_PERMISSIONS);
    }
}
