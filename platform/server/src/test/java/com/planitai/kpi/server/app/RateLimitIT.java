package com.planitai.kpi.server.app;

import static org.assertj.core.api.Assertions.assertThat;

import com.planitai.kpi.server.app.RunningServer.Person;
import com.planitai.kpi.server.http.Role;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The limits as callers meet them, with the quotas of production and from addresses that a proxy tells. */
class RateLimitIT {
    @RegisterExtension
    static final RunningServer SERVER = RunningServer.rateLimited();

    private static final int TENANT_LIMIT = 1_200;
    private static final int ADDRESS_LIMIT = 600;
    private static final int SIGN_IN_LIMIT = 60;
    private static final int ACCOUNT_LIMIT = 20;
    private static final AtomicInteger ADDRESSES = new AtomicInteger();

    private static final String NOBODY = """
            {"tenant": "nowhere", "email": "nobody@example.com", "password": "wrong password"}""";

    @Test
    void limitsATenantButNotItsNeighbour() {
        Person owner = SERVER.signUp();
        Person viewer = SERVER.join(owner, Role.VIEWER);
        Person neighbour = SERVER.signUp();

        HttpResponse<String> first = SERVER.get("/api/v1/me", owner.token());
        assertThat(first.statusCode()).isEqualTo(200);
        assertThat(first.headers().firstValue("RateLimit-Policy")).contains("\"tenant\";q=1200;w=60");
        assertThat(first.headers().firstValue("RateLimit")).contains("\"tenant\";r=1199;t=60");

        List<HttpResponse<String>> answers = IntStream.range(0, TENANT_LIMIT + 9)
                .parallel() // All of them have to fit into one window, on a busy machine as well.
                .mapToObj(request -> SERVER.get("/api/v1/me", (request % 2 == 0 ? owner : viewer).token()))
                .toList();
        assertThat(answers.stream().filter(answer -> answer.statusCode() == 200))
                .hasSize(TENANT_LIMIT - 1);
        isRefused(SERVER.get("/api/v1/me", owner.token()), "tenant", TENANT_LIMIT);

        // Whatever they ask for, and whether or not they may.
        isRefused(SERVER.get("/api/v1/kpis/none", viewer.token()), "tenant", TENANT_LIMIT);
        isRefused(SERVER.get("/api/v1/operator/tenants", viewer.token()), "tenant", TENANT_LIMIT);
        isRefused(SERVER.get("/openapi.yaml", viewer.token()), "tenant", TENANT_LIMIT);
        assertThat(SERVER.get("/api/v1/me", neighbour.token()).statusCode()).isEqualTo(200);
        assertThat(SERVER.get("/health", owner.token()).statusCode()).isEqualTo(200);
    }

    @Test
    void limitsWhoeverHasNotSignedInByAddress() {
        String address = newAddress();
        List<Integer> statuses = Stream.generate(() -> {
                    int known = SERVER.get("/openapi.yaml", null, from(address)).statusCode();
                    int closed = SERVER.get("/api/v1/me", "not a token", from(address))
                            .statusCode();
                    return List.of(known, closed);
                })
                .limit(ADDRESS_LIMIT / 2)
                .flatMap(List::stream)
                .toList();
        assertThat(statuses).containsOnly(200, 401);

        HttpResponse<String> refused = SERVER.get("/api/v1/me", null, from(address));
        isRefused(refused, "address", ADDRESS_LIMIT);
        isRefused(SERVER.get("/no-such-page", null, from(address)), "address", ADDRESS_LIMIT);
        assertThat(SERVER.get("/openapi.yaml", null, from(newAddress())).statusCode())
                .isEqualTo(200);
        assertThat(SERVER.get("/openapi.yaml", null, from("6.6.6.6, " + address))
                        .statusCode())
                .as("what a caller writes into the header himself")
                .isEqualTo(429);
    }

    @Test
    void limitsAttemptsToSignInByAddress() {
        String address = newAddress();
        // Incomplete attempts count too, and cost no hashing: all of them fit into one window.
        Supplier<HttpResponse<String>> guess = () -> SERVER.post("/api/v1/auth/login", null, "{}", from(address));

        assertThat(Stream.generate(guess).limit(SIGN_IN_LIMIT).map(HttpResponse::statusCode))
                .containsOnly(422);
        isRefused(guess.get(), "sign-in", SIGN_IN_LIMIT);
        isRefused(SERVER.post("/api/v1/auth/signup", null, "{}", from(address)), "sign-in", SIGN_IN_LIMIT);
        isRefused(SERVER.post("/api/v1/operator/auth/login", null, NOBODY, from(address)), "sign-in", SIGN_IN_LIMIT);
        assertThat(SERVER.post("/api/v1/auth/logout", null, "{}", from(address)).statusCode())
                .isEqualTo(204);
    }

    @Test
    void aCredentialDoesNotBuyMoreAttemptsToSignIn() {
        Person guesser = SERVER.signUp();
        String address = newAddress();

        HttpResponse<String> answer = SERVER.post("/api/v1/auth/login", guesser.token(), NOBODY, from(address));

        assertThat(answer.headers().firstValue("RateLimit-Policy")).contains("\"sign-in\";q=60;w=60");
    }

    @Test
    void limitsAttemptsToSignInToOneAccountFromAnywhere() {
        Person owner = SERVER.signUp();
        Supplier<HttpResponse<String>> guess = () -> SERVER.post(
                "/api/v1/auth/login",
                null,
                """
                {"tenant": " %s", "email": "%s ", "password": "wrong password"}""".formatted(owner.tenant().toUpperCase(Locale.ROOT), owner.email()),
                from(newAddress()));

        assertThat(Stream.generate(guess).limit(ACCOUNT_LIMIT).map(HttpResponse::statusCode))
                .containsOnly(401);
        HttpResponse<String> refused = guess.get();
        assertThat(refused.statusCode()).isEqualTo(429);
        assertThat(refused.body()).contains("/problems/rate-limited");
        assertThat(SERVER.get("/api/v1/me", owner.token()).statusCode()).isEqualTo(200);
    }

    @Test
    void limitsOperatorsOneByOne() {
        HttpResponse<String> answer = SERVER.get("/api/v1/operator/tenants", SERVER.operatorToken());

        assertThat(answer.headers().firstValue("RateLimit-Policy")).contains("\"operator\";q=600;w=60");
    }

    @Test
    void neverLimitsHealth() {
        for (String path : List.of("/health", "/health/live", "/health/ready")) {
            HttpResponse<String> answer = SERVER.get(path, null);
            assertThat(answer.statusCode()).isEqualTo(200);
            assertThat(answer.headers().firstValue("RateLimit")).isEmpty();
        }
    }

    private static void isRefused(HttpResponse<String> answer, String scope, int limit) {
        assertThat(answer.statusCode()).isEqualTo(429);
        assertThat(answer.headers().firstValue("Content-Type")).contains("application/problem+json");
        assertThat(answer.body()).contains("/problems/rate-limited");
        assertThat(Integer.parseInt(answer.headers().firstValue("Retry-After").orElseThrow()))
                .isBetween(1, 60);
        assertThat(answer.headers().firstValue("RateLimit-Policy")).contains("\"" + scope + "\";q=" + limit + ";w=60");
        assertThat(answer.headers().firstValue("RateLimit").orElseThrow()).startsWith("\"" + scope + "\";r=0;t=");
    }

    private static String newAddress() {
        return "198.51.100." + ADDRESSES.incrementAndGet();
    }

    private static String[] from(String address) {
        return new String[] {"X-Forwarded-For", address};
    }
}
