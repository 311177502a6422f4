package com.planitai.kpi.server.listener;

import com.planitai.kpi.server.http.Answer;
import io.helidon.http.HeaderName;
import io.helidon.http.HeaderNames;
import io.helidon.webserver.http.ServerResponse;

/** Headers that tell a browser what our answers may not be used for. */
final class SecurityHeaders {
    private static final HeaderName POLICY = HeaderNames.create("Content-Security-Policy");
    private static final HeaderName NO_SNIFF = HeaderNames.create("X-Content-Type-Options");
    private static final HeaderName REFERRER = HeaderNames.create("Referrer-Policy");

    private static final String SITE_POLICY =
            "default-src 'self'; script-src 'self'; style-src 'self' 'unsafe-inline'; "
                    + "img-src 'self' data:; connect-src 'self'; font-src 'self'; frame-ancestors 'none'; base-uri 'none'; "
                    + "form-action 'self'";

    private SecurityHeaders() {}

    static void forApi(ServerResponse response, Answer answer) {
        response.header(NO_SNIFF, "nosniff");
        response.header(POLICY, "default-src 'none'; frame-ancestors 'none'");
        response.header(REFERRER, "no-referrer");
        if (!answer.headers().containsKey("Cache-Control")) {
            response.header(HeaderNames.CACHE_CONTROL, "no-store");
        }
    }

    static void forSite(ServerResponse response) {
        response.header(NO_SNIFF, "nosniff");
        response.header(POLICY, SITE_POLICY);
        response.header(REFERRER, "same-origin");
        response.header(HeaderNames.create("Permissions-Policy"), "camera=(), microphone=(), geolocation=()");
    }
}
