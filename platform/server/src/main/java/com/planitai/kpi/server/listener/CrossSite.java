package com.planitai.kpi.server.listener;

import io.helidon.http.HeaderNames;
import io.helidon.http.Method;
import io.helidon.webserver.http.ServerRequest;
import java.net.URI;
import java.util.Optional;
import java.util.Set;

/** A cookie travels with every request of the browser, so a change it authorises must come from our own pages. */
final class CrossSite {
    private static final Set<Method> SAFE = Set.of(Method.GET, Method.HEAD, Method.OPTIONS);

    private CrossSite() {}

    static boolean allowed(ServerRequest request) {
        if (SAFE.contains(request.prologue().method())) {
            return true;
        }
        Optional<String> site = request.headers().first(HeaderNames.create("Sec-Fetch-Site"));
        if (site.isPresent()) {
            return site.get().equals("same-origin");
        }
        return request.headers()
                .first(HeaderNames.ORIGIN)
                .filter(origin -> sameAuthority(origin, request.authority()))
                .isPresent();
    }

    private static boolean sameAuthority(String origin, String authority) {
        try {
            return authority.equalsIgnoreCase(URI.create(origin).getAuthority());
        } catch (IllegalArgumentException malformed) {
            return false;
        }
    }
}
