package com.planitai.kpi.server.event;

import com.planitai.kpi.server.http.Answer;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.OptionalLong;
import java.util.function.BooleanSupplier;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/** One reader's connection: events as they come, a comment when none does, until the credential ends or the reader leaves. */
final class EventStream implements Answer.Stream {
    /** Shorter than any balancer or proxy on the way lets a connection be silent. */
    static final Duration HEARTBEAT = Duration.ofSeconds(15);

    /** How often the credential is looked at. */
    static final Duration CHECK = Duration.ofSeconds(1);

    /** How long a reader waits before it comes back. */
    private static final Duration RETRY = Duration.ofSeconds(2);

    private static final byte[] GREETING = text("retry: " + RETRY.toMillis() + "\n\n");
    private static final byte[] COMMENT = text(":\n\n");

    private final Feed feed;
    private final LongSupplier version;
    private final @Nullable String lastEventId;
    private final BooleanSupplier signedIn;
    private final LongSupplier nanoTime;
    private final Runnable closing;

    /**
     * @param version of the tenant that events have reached
     * @param signedIn whether the credential still stands for whom it stood for in the beginning
     */
    EventStream(
            Feed feed,
            LongSupplier version,
            @Nullable String lastEventId,
            BooleanSupplier signedIn,
            LongSupplier nanoTime,
            Runnable closing) {
        this.feed = feed;
        this.version = version;
        this.lastEventId = lastEventId;
        this.signedIn = signedIn;
        this.nanoTime = nanoTime;
        this.closing = closing;
    }

    @Override
    public void writeTo(OutputStream out) throws IOException {
        try {
            write(out);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("the server stops");
        }
    }

    @Override
    public void close() {
        closing.run();
    }

    private void write(OutputStream out) throws IOException, InterruptedException {
        out.write(GREETING);
        OptionalLong resumed = lastEventId == null ? OptionalLong.empty() : feed.number(lastEventId);
        long number = resumed.isPresent() ? resumed.getAsLong() : reset(out);
        out.flush();
        long written = nanoTime.getAsLong();
        while (signedIn.getAsBoolean()) {
            switch (feed.after(number, CHECK)) {
                case Feed.Next.End end -> {
                    return;
                }
                case Feed.Next.Gap gap -> number = reset(out);
                case Feed.Next.Events(var events)
                when !events.isEmpty() -> {
                    for (Event event : events) {
                        out.write(event.bytes(feed.id()));
                    }
                    number = events.getLast().number();
                }
                case Feed.Next.Events none -> {
                    if (nanoTime.getAsLong() - written < HEARTBEAT.toNanos()) {
                        continue;
                    }
                    out.write(COMMENT);
                }
            }
            out.flush();
            written = nanoTime.getAsLong();
        }
    }

    /** Begins anew with what comes from now on. */
    private long reset(OutputStream out) throws IOException {
        // The version after the number: one that has been told already is told again, none is left out.
        long number = feed.last();
        var reached = new EventWire.Version(version.getAsLong());
        out.write(new Event(number, Event.Type.RESET, reached).bytes(feed.id()));
        return number;
    }

    private static byte[] text(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
