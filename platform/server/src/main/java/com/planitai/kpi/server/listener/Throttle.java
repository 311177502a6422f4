package com.planitai.kpi.server.listener;

import com.planitai.kpi.server.http.Access;
import com.planitai.kpi.server.http.Caller;
import com.planitai.kpi.server.http.RateLimits;
import com.planitai.kpi.server.http.RateLimits.Subject;
import com.planitai.kpi.server.http.RateLimits.Verdict;
import com.planitai.kpi.server.http.Route;
import io.helidon.webserver.http.ServerRequest;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Whose quota a request is taken from: the tenant's, the operator's, or the address's that nobody has signed in from. */
final class Throttle {
    /** Where secrets can be guessed. What is added there is strict until somebody says otherwise. */
    private static final List<String> GUESSABLE = List.of("/api/v1/auth/", "/api/v1/operator/auth/");

    private static final String LOG_OUT = "/logout";
    /** Asked by balancers and monitors, which must never be told to wait. */
    private static final String HEALTH = "/health";

    private final RateLimits limits;
    private final ClientAddress addresses;

    Throttle(RateLimits limits, ClientAddress addresses) {
        this.limits = limits;
        this.addresses = addresses;
    }

    Verdict take(Route route, @Nullable Caller caller, ServerRequest request) {
        if (route.path().equals(HEALTH) || route.path().startsWith(HEALTH + "/")) {
            return new Verdict.Unlimited();
        }
        if (isGuessable(route)) {
            // Whoever has signed in may not guess more often for it.
            return limits.take(Subject.signIn(addresses.of(request)));
        }
        return limits.take(
                switch (caller) {
                    case Caller.Member member -> Subject.tenant(member.tenant());
                    case Caller.Operator operator -> Subject.operator(operator.user());
                    case null -> Subject.address(addresses.of(request));
                });
    }

    private static boolean isGuessable(Route route) {
        return route.access() == Access.PUBLIC
                && route.method().equals("POST")
                && GUESSABLE.stream().anyMatch(route.path()::startsWith)
                && !route.path().endsWith(LOG_OUT);
    }
}
