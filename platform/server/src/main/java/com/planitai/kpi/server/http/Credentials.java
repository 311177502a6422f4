package com.planitai.kpi.server.http;

import com.planitai.kpi.server.http.Authenticator.Credential;
import io.helidon.http.HeaderNames;
import io.helidon.webserver.http.ServerRequest;
import java.util.Optional;

/** Finds the credential of a request: the bearer token, or else the browser's cookie. */
public final class Credentials {
    private static final String BEARER = "Bearer ";

    private Credentials() {}

    public static Optional<Credential> of(ServerRequest request) {
        Optional<String> authorization = request.headers().first(HeaderNames.AUTHORIZATION);
        if (authorization.isPresent()) {
            String text = authorization.get();
            boolean bearer = text.regionMatches(true, 0, BEARER, 0, BEARER.length());
            return Optional.of(new Credential.Bearer(
                    bearer ? text.substring(BEARER.length()).strip() : ""));
        }
        return request.headers()
                .cookies()
                .first(SessionCookie.NAME)
                .asOptional()
                .map(Credential.Cookie::new);
    }
}
