package com.planitai.kpi.server.listener;

import static org.assertj.core.api.Assertions.assertThat;

import com.planitai.kpi.server.http.Access;
import com.planitai.kpi.server.http.Answer;
import com.planitai.kpi.server.http.Route;
import com.planitai.kpi.server.observation.Collector;
import com.planitai.kpi.server.observation.Collector.Received;
import com.planitai.kpi.server.observation.ObservationSettings;
import io.opentelemetry.proto.trace.v1.Status.StatusCode;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What becomes of requests and of the end of the process when the collector of traces does not do its part. */
class CollectorTroubleIT {
    /** More than the queue of spans holds. */
    private static final int REQUESTS = 5_000;

    private static final Duration STOPS_WITHIN = Duration.ofSeconds(10);
    private static final Route FINE = Route.get("/fine", Access.PUBLIC, call -> Answer.of(200, "text/plain", "fine"));
    private static final Route BUG = Route.get("/bug", Access.PUBLIC, call -> {
        throw new IllegalStateException("password=hunter2");
    });

    @Test
    void aHungCollectorHoldsUpNeitherRequestsNorTheEnd() {
        try (Collector hung = Collector.hung()) {
            answersAndStops(hung.address());
        }
    }

    @Test
    void aDeadCollectorHoldsUpNeitherRequestsNorTheEnd() {
        URI dead;
        try (Collector gone = Collector.open()) {
            dead = gone.address();
        }
        answersAndStops(dead);
    }

    @Test
    void theLastSpansAreSentBeforeTheEnd() {
        try (Collector collector = Collector.open()) {
            LoneListener listener = new LoneListener(List.of(FINE), settings(collector.address()));
            listener.get("/fine");

            listener.close();

            assertThat(collector.received()).extracting(Received::name).containsExactly("GET /fine");
        }
    }

    @Test
    void aBugIsAnErrorOfTheSpanThatQuotesNothing() {
        try (Collector collector = Collector.open();
                LoneListener listener = new LoneListener(List.of(BUG), settings(collector.address()))) {
            listener.get("/bug?password=hunter2", "Authorization", "Bearer hunter2");

            Received span = collector
                    .await(received -> received.name().equals("GET /bug"))
                    .getFirst();

            assertThat(span.span().getStatus().getCode()).isEqualTo(StatusCode.STATUS_CODE_ERROR);
            assertThat(span.attributes())
                    .containsEntry("error.type", "500")
                    .containsEntry("http.response.status_code", "500");
            assertThat(span.toString()).doesNotContain("hunter2");
        }
    }

    private static void answersAndStops(URI collector) {
        LoneListener listener = new LoneListener(List.of(FINE), settings(collector));
        for (int request = 0; request < REQUESTS; request++) {
            assertThat(listener.get("/fine").statusCode()).isEqualTo(200);
        }
        long asked = System.nanoTime();
        listener.close();
        assertThat(Duration.ofNanos(System.nanoTime() - asked)).isLessThan(STOPS_WITHIN);
    }

    private static ObservationSettings settings(URI collector) {
        return new ObservationSettings(collector, "kpi-under-test", "test", 1);
    }
}
