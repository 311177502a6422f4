package com.planitai.kpi.server.event;

import static org.assertj.core.api.Assertions.assertThat;

import com.planitai.kpi.server.event.Feed.Next;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

class FeedTest {
    private static final Duration AT_ONCE = Duration.ZERO;

    private final Feed feed = new Feed("ab-1");

    @Test
    void givesWhatCameAfterAnEvent() throws InterruptedException {
        add(3);

        assertThat(feed.after(1, AT_ONCE))
                .isInstanceOfSatisfying(
                        Next.Events.class,
                        next -> assertThat(next.events())
                                .extracting(Event::number)
                                .containsExactly(2L, 3L));
        assertThat(feed.after(3, AT_ONCE)).isEqualTo(new Next.Events(List.of()));
    }

    @Test
    void saysWhereSomeAreKeptNoLonger() throws InterruptedException {
        add(Feed.MOST_KEPT + 2);

        assertThat(feed.after(1, AT_ONCE)).isInstanceOf(Next.Gap.class);
        assertThat(feed.after(2, AT_ONCE))
                .isInstanceOfSatisfying(
                        Next.Events.class, next -> assertThat(next.events()).hasSize(Feed.MOST_KEPT));
    }

    @Test
    void endsForThoseWhoWait() throws InterruptedException {
        Thread ending = Thread.ofVirtual().start(feed::end);

        assertThat(feed.after(0, Duration.ofMinutes(1))).isInstanceOf(Next.End.class);
        ending.join();
    }

    @Test
    void wakesThoseWhoWait() throws InterruptedException {
        Thread adding = Thread.ofVirtual().start(() -> add(1));

        assertThat(feed.after(0, Duration.ofMinutes(1)))
                .isInstanceOfSatisfying(
                        Next.Events.class, next -> assertThat(next.events()).hasSize(1));
        adding.join();
    }

    @Test
    void knowsItsOwnEventsByTheirIds() {
        add(2);

        assertThat(feed.number("ab-1-2")).isEqualTo(OptionalLong.of(2));
        assertThat(feed.number("ab-1-0")).isEqualTo(OptionalLong.of(0));
        for (String foreign :
                new String[] {"ab-1-3", "ab-2-1", "", "-", "ab-1-", "1", "ab-1-99999999999999999999", "x".repeat(9_999)
                }) {
            assertThat(feed.number(foreign)).as(foreign).isEmpty();
        }
    }

    @Test
    void writesAnEventAsTheStandardSays() {
        Event event = new Event(7, Event.Type.VALUES, new EventWire.Values(3, null));

        assertThat(new String(event.bytes("ab-1"), StandardCharsets.UTF_8))
                .isEqualTo("id: ab-1-7\nevent: values\ndata: {\"tenantVersion\":3,\"kpis\":null}\n\n");
    }

    private void add(int count) {
        for (int number = 0; number < count; number++) {
            feed.add(Event.Type.JOB, Map.of());
        }
    }
}
