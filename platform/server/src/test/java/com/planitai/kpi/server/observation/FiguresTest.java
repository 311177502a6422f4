package com.planitai.kpi.server.observation;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

class FiguresTest {
    private static final long PATIENCE_SECONDS = 10;

    private final Logger logger = (Logger) LoggerFactory.getLogger("figures");
    private final ListAppender<ILoggingEvent> lines = new ListAppender<>();
    private final Figures figures = new Figures();

    @BeforeEach
    void listen() {
        lines.start();
        logger.setLevel(Level.INFO);
        logger.addAppender(lines);
    }

    @AfterEach
    void stopListening() {
        figures.close();
        logger.detachAppender(lines);
        logger.setLevel(null);
    }

    @Test
    void writesWholeNumbersWholeAndWhatIsNotKnownAsNull() {
        figures.add("whole", () -> 3);
        figures.add("broken", () -> 0.25);
        figures.add("unknown", () -> Double.NaN);

        figures.write();

        assertThat(fields(0)).containsExactly("event=figures", "whole=3", "broken=0.25", "unknown=null");
    }

    @Test
    void countsFromLineToLine() {
        var total = new AtomicLong(5);
        figures.addCount("limited", total::get);

        figures.write();
        figures.write();
        total.addAndGet(2);
        figures.write();

        assertThat(fields(0)).contains("limited=5");
        assertThat(fields(1)).contains("limited=0");
        assertThat(fields(2)).contains("limited=2");
    }

    @Test
    void writesOnAlthoughAFigureFailsOnce() throws InterruptedException {
        var asked = new CountDownLatch(2);
        figures.add("shaky", () -> {
            asked.countDown();
            if (asked.getCount() > 0) {
                throw new IllegalStateException("on purpose");
            }
            return 1;
        });

        figures.start(Duration.ofMillis(1));

        assertThat(asked.await(PATIENCE_SECONDS, TimeUnit.SECONDS)).isTrue();
    }

    private List<String> fields(int line) {
        return Arrays.stream(lines.list.get(line).getArgumentArray())
                .map(String::valueOf)
                .toList();
    }
}
