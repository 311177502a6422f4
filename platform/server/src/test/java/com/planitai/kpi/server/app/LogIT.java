package com.planitai.kpi.server.app;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.planitai.kpi.server.app.RunningServer.Person;
import com.planitai.kpi.server.observation.ObservationSettings;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What the whole program logs, in the form in which it leaves the process. */
class LogIT {
    @RegisterExtension
    @Order(1)
    static final LogFile LOG = new LogFile();

    @RegisterExtension
    @Order(2)
    static final RunningServer SERVER = RunningServer.observed(ObservationSettings.WITHOUT_TRACES);

    private static final Logger LOGGER = LoggerFactory.getLogger(LogIT.class);
    private static final String SECRET = "hunter2-never-to-be-seen";
    private static final String TRACE = "0af7651916cd43dd8448eb211c80319c";

    @Test
    void saysOfARequestWhoAskedForWhatAndHowItEnded() {
        Person owner = SERVER.signUp();
        HttpResponse<String> response = SERVER.get(
                "/api/v1/kpis/no-such-kpi", owner.token(), "traceparent", "00-" + TRACE + "-b7ad6b7169203331-00");

        JsonNode line = LOG.access(requestId(response));

        assertThat(names(line))
                .containsExactlyInAnyOrder(
                        "@timestamp",
                        "message",
                        "logger_name",
                        "level",
                        "event",
                        "requestId",
                        "traceId",
                        "tenant",
                        "user",
                        "method",
                        "route",
                        "status",
                        "durationMicros");
        assertThat(line.path("message").asText()).isEqualTo("request");
        assertThat(line.path("traceId").asText()).isEqualTo(TRACE);
        assertThat(RunningServer.json(response).path("traceId").asText()).isEqualTo(TRACE);
        assertThat(line.path("tenant").asText())
                .matches("[0-9a-f-]{36}")
                .isEqualTo(SERVER.schema(owner)
                        .substring(2)
                        .replaceFirst("(.{8})(.{4})(.{4})(.{4})(.{12})", "$1-$2-$3-$4-$5"));
        assertThat(line.path("user").asText()).matches("[0-9a-f-]{36}");
        assertThat(line.path("method").asText()).isEqualTo("GET");
        assertThat(line.path("route").asText()).isEqualTo("/api/v1/kpis/{code}");
        assertThat(line.path("status").asInt()).isEqualTo(404);
        assertThat(line.path("durationMicros").asLong()).isPositive();
    }

    @Test
    void saysThatNobodyIsKnownWhereNobodyIs() {
        JsonNode line = LOG.access(requestId(SERVER.get("/api/v1/kpis", null)));

        assertThat(line.path("tenant").isNull()).isTrue();
        assertThat(line.path("user").isNull()).isTrue();
        assertThat(line.path("status").asInt()).isEqualTo(401);

        JsonNode operator = LOG.access(requestId(SERVER.get("/api/v1/operator/tenants", SERVER.operatorToken())));

        assertThat(operator.path("tenant").isNull()).isTrue();
        assertThat(operator.path("user").asText()).matches("[0-9a-f-]{36}");
    }

    @Test
    void givesEveryRequestAnIdOfItsOwnWhateverTheCallerSends() {
        String[] headers = {
            "X-Request-Id", "chosen-by-the-caller", "traceparent", "00-" + TRACE + "-b7ad6b7169203331-01"
        };
        String first = requestId(SERVER.get("/health/live", null, headers));
        String second = requestId(SERVER.get("/health/live", null, headers));

        assertThat(first).matches("[0-9a-f]{32}").isNotEqualTo(second).isNotEqualTo(TRACE);
        assertThat(LOG.access(first).path("traceId").asText()).isEqualTo(TRACE);
        assertThat(LOG.access(second).path("traceId").asText()).isEqualTo(TRACE);
    }

    @Test
    void makesATraceOfItsOwnOfOneThatIsMalformed() {
        for (String malformed :
                List.of("00-short-b7ad6b7169203331-01", "00-" + "0".repeat(32) + "-b7ad6b7169203331-01", SECRET)) {
            JsonNode line = LOG.access(requestId(SERVER.get("/health/live", null, "traceparent", malformed)));

            assertThat(line.path("traceId").asText()).matches("[0-9a-f]{32}").isNotEqualTo("0".repeat(32));
        }
    }

    @Test
    void repeatsNoSecretOfARequest() {
        Person owner = SERVER.signUp();
        String wrongLogin = """
                {"tenant": "%s", "email": "%s", "password": "%s"}""".formatted(owner.tenant(), owner.email(), SECRET);
        SERVER.post("/api/v1/auth/login", null, wrongLogin);
        SERVER.post("/api/v1/auth/login", null, "{\"password\": " + SECRET);
        SERVER.post("/api/v1/kpis", owner.token(), "{\"code\": \"a\", \"name\": \"" + SECRET + "\", \"unit\": 1}");
        SERVER.get("/api/v1/kpis?cursor=" + SECRET, owner.token());
        SERVER.get("/api/v1/kpis/" + SECRET, SECRET);
        SERVER.get("/" + SECRET, owner.token(), "Cookie", "__Host-session=" + SECRET, "X-Api-Key", SECRET);
        SERVER.send(
                "POST",
                "/api/v1/imports",
                owner.token(),
                BodyPublishers.ofString("kpi,period,value\n" + SECRET),
                "Content-Type",
                "text/csv",
                "Idempotency-Key",
                SECRET);
        SERVER.send(
                SECRET.toUpperCase(Locale.ROOT).replace("-", ""),
                "/api/v1/kpis",
                owner.token(),
                BodyPublishers.noBody());
        LOG.access(requestId(SERVER.get("/api/v1/me", owner.token(), "X-Last", SECRET)));

        assertThat(LOG.text())
                .contains("\"event\":\"request\"")
                .doesNotContainIgnoringCase(SECRET, SECRET.replace("-", ""), RunningServer.PASSWORD)
                .doesNotContain(owner.token(), owner.cookie(), owner.email(), SERVER.operatorToken());
    }

    @Test
    void makesOneObjectOfEveryLineWhateverTheCallerWrites() {
        Person owner = SERVER.signUp();
        SERVER.get("/no%0A%7B%22event%22:%22request%22%7D%0D%0Apage", owner.token());
        SERVER.get("/api/v1/kpis/%E2%80%A8%22%7D%0A?a=%0A", owner.token());
        HttpResponse<String> last = SERVER.send("INVENTED", "/%5C%22", owner.token(), BodyPublishers.noBody());

        JsonNode line = LOG.access(requestId(last));

        assertThat(line.path("method").asText()).isEqualTo("_OTHER");
        assertThat(line.path("route").asText()).isEqualTo("/*");
        assertThat(LOG.lines()).allSatisfy(object -> {
            assertThat(object.isObject()).isTrue();
            assertThat(names(object)).contains("@timestamp", "level", "message", "logger_name");
        });
    }

    @Test
    void keepsEvenAHugeFailureToOneLineOfWhatAContainerRuntimeTakes() {
        Throwable failure = new IllegalStateException("x\ny".repeat(20_000));
        for (int depth = 0; depth < 50; depth++) {
            failure = new IllegalStateException("again\n" + depth, failure);
        }
        LOGGER.error("a huge failure", failure);

        JsonNode line = LOG.await(object -> object.path("message").asText().equals("a huge failure"));

        assertThat(line.path("stack_trace").asText()).contains("IllegalStateException");
        assertThat(LOG.text().lines().mapToInt(String::length)).allMatch(length -> length < 16 * 1024);
    }

    @Test
    void writesTheFiguresThatAlarmsWatch() {
        SERVER.signUp();
        SERVER.platform().observation().figures().write();

        JsonNode line = LOG.await(object -> object.path("event").asText().equals("figures"));

        assertThat(line.path("message").asText()).isEqualTo("figures");
        assertThat(names(line))
                .contains(
                        "poolActive",
                        "poolPending",
                        "poolWaitMaxMillis",
                        "jobQueueAgeSeconds",
                        "jobsQueued",
                        "jobsRunning",
                        "redisHits",
                        "redisMisses",
                        "rateLimited");
        assertThat(line.path("poolPending").asInt()).isZero();
        assertThat(line.path("poolWaitMaxMillis").isIntegralNumber()).isTrue();
    }

    private static String requestId(HttpResponse<String> response) {
        return response.headers().firstValue("X-Request-Id").orElseThrow();
    }

    private static Set<String> names(JsonNode line) {
        Set<String> names = new TreeSet<>();
        line.fieldNames().forEachRemaining(names::add);
        return names;
    }
}
