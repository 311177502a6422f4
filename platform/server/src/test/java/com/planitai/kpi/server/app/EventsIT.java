package com.planitai.kpi.server.app;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.planitai.kpi.server.app.RunningServer.Person;
import com.planitai.kpi.server.coordination.RedisServer;
import java.io.IOException;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What a browser is told while it looks at its tenant, by two instances. */
@Timeout(60)
class EventsIT {
    private static final RedisServer REDIS = RedisServer.start();

    @Order(1)
    @RegisterExtension
    static final RunningServer FIRST = RunningServer.coordinatedBy(REDIS.settings());

    @Order(2)
    @RegisterExtension
    static final RunningServer SECOND = RunningServer.beside(FIRST);

    @Order(3)
    @RegisterExtension
    static final RunningServer LEAVING = RunningServer.beside(FIRST);

    private static final String EVENTS = "/api/v1/events";
    private static final int MOST_STREAMS_OF_A_TENANT = 100;

    @AfterAll
    static void stopRedis() {
        REDIS.close();
    }

    @Test
    void tellWhichNumbersChangedOnWhicheverInstance() throws IOException {
        Person owner = FIRST.signUp();
        define(owner, "Orders");
        try (EventReader here = open(FIRST, owner);
                EventReader there = open(SECOND, owner)) {
            long version = write(FIRST, owner, 1);

            for (EventReader reader : List.of(here, there)) {
                JsonNode values = reader.next("values");
                assertThat(values.path("tenantVersion").asLong()).isEqualTo(version);
                assertThat(values.path("kpis")).extracting(JsonNode::asText).containsExactly("orders", "twice");
            }
        }
    }

    @Test
    void tellThatDefinitionsChanged() throws IOException {
        Person owner = FIRST.signUp();
        define(owner, "Orders");
        try (EventReader reader = open(SECOND, owner)) {
            define(owner, "Renamed");

            assertThat(reader.next("definitions").path("tenantVersion").asLong())
                    .isEqualTo(2);
        }
    }

    @Test
    void tellHowAJobGoesOnWhoeverRunsIt() throws IOException {
        Person owner = FIRST.signUp();
        define(owner, "Orders");
        try (EventReader here = open(FIRST, owner);
                EventReader there = open(SECOND, owner)) {
            HttpResponse<String> taken = FIRST.send(
                    "POST",
                    "/api/v1/imports",
                    owner.token(),
                    BodyPublishers.ofString("kpi,period,value\norders,2026-01,1\n"),
                    "Content-Type",
                    "text/csv");
            RunningServer.require(taken, 202);
            String id = RunningServer.json(taken).path("id").asText();

            for (EventReader reader : List.of(here, there)) {
                List<String> statuses = new ArrayList<>();
                do {
                    JsonNode job = reader.next("job");
                    assertThat(job.path("id").asText()).isEqualTo(id);
                    assertThat(job.path("kind").asText()).isEqualTo("import");
                    assertThat(job.path("progress").has("total")).isTrue();
                    statuses.add(job.path("status").asText());
                } while (!statuses.getLast().equals("SUCCEEDED"));
                assertThat(statuses).contains("RUNNING");
            }
        }
    }

    @Test
    void goOnWhereAReaderLeftOrSayThatTheyCannot() throws IOException {
        Person owner = FIRST.signUp();
        define(owner, "Orders");
        String seen;
        try (EventReader reader = open(FIRST, owner)) {
            write(FIRST, owner, 1);
            reader.next("values");
            seen = reader.lastId();
        }
        long missed = write(FIRST, owner, 2);

        try (EventReader resumed = EventReader.open(FIRST, EVENTS, owner, seen)) {
            assertThat(resumed.next("values").path("tenantVersion").asLong()).isEqualTo(missed);
        }
        try (EventReader elsewhere = EventReader.open(SECOND, EVENTS, owner, seen)) {
            assertThat(elsewhere.next("reset").path("tenantVersion").asLong()).isEqualTo(missed);
        }
    }

    @Test
    void sayNothingOfOtherTenants() throws IOException {
        Person owner = FIRST.signUp();
        Person stranger = FIRST.signUp();
        define(owner, "Orders");
        define(stranger, "Secret");
        try (EventReader reader = open(FIRST, owner)) {
            write(FIRST, stranger, 1);
            write(FIRST, stranger, 2);
            long version = write(FIRST, owner, 3);

            assertThat(reader.next("values").path("tenantVersion").asLong()).isEqualTo(version);
        }
    }

    @Test
    void endWithTheSession() throws IOException {
        Person owner = FIRST.signUp();
        try (EventReader here = open(FIRST, owner);
                EventReader there = open(SECOND, owner)) {
            RunningServer.require(FIRST.post("/api/v1/auth/logout", owner.token(), "{}"), 204);

            assertThat(here.rest()).isEmpty();
            assertThat(there.rest()).isEmpty();
        }
        assertThat(FIRST.get(EVENTS, owner.token()).statusCode()).isEqualTo(401);
    }

    @Test
    void haveSoManyPlacesForATenantAndNoMore() throws IOException {
        Person owner = FIRST.signUp();
        List<EventReader> readers = new ArrayList<>();
        try {
            for (int reader = 0; reader < MOST_STREAMS_OF_A_TENANT; reader++) {
                readers.add(open(FIRST, owner));
            }

            HttpResponse<String> refused = FIRST.get(EVENTS, owner.token());

            assertThat(refused.statusCode()).isEqualTo(429);
            assertThat(refused.headers().firstValue("Retry-After")).isPresent();
            open(FIRST, FIRST.signUp()).close();
        } finally {
            for (EventReader reader : readers) {
                reader.close();
            }
        }
    }

    @Test
    void keepNobodyFromStopping() throws IOException {
        Person owner = FIRST.signUp();
        try (EventReader reader = open(LEAVING, owner)) {
            long began = System.nanoTime();

            LEAVING.platform().close();

            assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(RunningServer.DRAIN_TIME);
            assertThat(reader.rest()).isEmpty();
        }
    }

    private static EventReader open(RunningServer server, Person person) throws IOException {
        EventReader reader = EventReader.open(server, EVENTS, person, null);
        reader.next("reset");
        return reader;
    }

    private static void define(Person owner, String name) {
        RunningServer.require(FIRST.post("/api/v1/definition:apply", owner.token(), """
                {"kpis": [
                  {"code": "orders", "name": "%s", "unit": {"type": "COUNT"}, "grain": "MONTH", "rollup": "SUM"},
                  {"code": "other", "name": "Other", "unit": {"type": "COUNT"}, "grain": "MONTH", "rollup": "SUM"},
                  {"code": "twice", "name": "Twice", "unit": {"type": "COUNT"}, "grain": "MONTH", "formula": "orders * 2"}]}
                """.formatted(name)), 200);
    }

    private static long write(RunningServer server, Person owner, int value) {
        HttpResponse<String> written = server.post("/api/v1/observations:batch", owner.token(), """
                {"observations": [{"kpi": "orders", "period": "2026-01", "value": %d}]}""".formatted(value));
        RunningServer.require(written, 200);
        return Long.parseLong(written.headers().firstValue("Tenant-Version").orElseThrow());
    }
}
