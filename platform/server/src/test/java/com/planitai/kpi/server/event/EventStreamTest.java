package com.planitai.kpi.server.event;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class EventStreamTest {
    private static final String BEGINNING = "retry: 2000\n\n";
    private static final String RESET = "id: ab-%d\nevent: reset\ndata: {\"tenantVersion\":7}\n\n";
    private static final String JOB = "id: ab-%d\nevent: job\ndata: {}\n\n";

    private final Feed feed = new Feed("ab");
    private final AtomicLong now = new AtomicLong();

    @Test
    void beginsWithTheVersionAndEndsWithTheFeed() throws IOException {
        add(2);
        feed.end();

        assertThat(written(null, () -> true)).isEqualTo(BEGINNING + RESET.formatted(2));
    }

    @Test
    void goesOnAfterTheEventThatWasSeenLast() throws IOException {
        add(3);

        assertThat(written("ab-1", looks(1))).isEqualTo(BEGINNING + JOB.formatted(2) + JOB.formatted(3));
    }

    @Test
    void beginsAnewWhereItCannotGoOn() throws IOException {
        add(Feed.MOST_KEPT + 2);

        assertThat(written("ab-1", looks(1))).isEqualTo(BEGINNING + RESET.formatted(Feed.MOST_KEPT + 2));
        assertThat(written("cd-1", looks(0))).isEqualTo(BEGINNING + RESET.formatted(Feed.MOST_KEPT + 2));
    }

    @Test
    void commentsWhenItHasBeenSilentForLong() throws IOException {
        assertThat(written("ab-0", () -> {
                    now.addAndGet(EventStream.HEARTBEAT.toNanos());
                    return now.get() < EventStream.HEARTBEAT.toNanos() * 3;
                }))
                .isEqualTo(BEGINNING + ":\n\n:\n\n");
    }

    @Test
    void endsWithTheCredential() throws IOException {
        add(1);

        assertThat(written("ab-0", () -> false)).isEqualTo(BEGINNING);
    }

    private String written(@Nullable String lastEventId, BooleanSupplier signedIn) throws IOException {
        var out = new ByteArrayOutputStream();
        var closed = new AtomicInteger();
        try (var stream = new EventStream(feed, () -> 7, lastEventId, signedIn, now::get, closed::incrementAndGet)) {
            stream.writeTo(out);
        }
        assertThat(closed.get()).isEqualTo(1);
        return out.toString(StandardCharsets.UTF_8);
    }

    /** A credential that holds for so many looks. */
    private static BooleanSupplier looks(int count) {
        var left = new AtomicInteger(count);
        return () -> left.getAndDecrement() > 0;
    }

    private void add(int count) {
        for (int number = 0; number < count; number++) {
            feed.add(Event.Type.JOB, Map.of());
        }
    }
}
