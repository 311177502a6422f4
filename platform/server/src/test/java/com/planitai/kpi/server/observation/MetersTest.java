package com.planitai.kpi.server.observation;

import static org.assertj.core.api.Assertions.assertThat;

import io.helidon.metrics.api.FunctionalCounter;
import io.helidon.metrics.api.Gauge;
import java.lang.ref.WeakReference;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class MetersTest {
    @Test
    void showTheirNumbersAlsoAfterACollectionOfGarbage() {
        try (Observation observation = Observation.open(ObservationSettings.WITHOUT_TRACES)) {
            observation.meters().counter("some", "Some", Map.of(), new AtomicLong(3)::get);
            observation.meters().gauge("much", "Much", Map.of(), new AtomicLong(4)::doubleValue);

            collectGarbage();

            assertThat(observation.registry().meter(FunctionalCounter.class, "some", List.of()))
                    .hasValueSatisfying(counter -> assertThat(counter.count()).isEqualTo(3));
            assertThat(observation.registry().meter(Gauge.class, "much", List.of()))
                    .hasValueSatisfying(gauge -> assertThat(gauge.value()).isEqualTo(4.0));
        }
    }

    /** Until something that only a weak reference holds is gone. */
    private static void collectGarbage() {
        var canary = new WeakReference<>(new Object());
        while (canary.get() != null) {
            System.gc();
        }
    }
}
