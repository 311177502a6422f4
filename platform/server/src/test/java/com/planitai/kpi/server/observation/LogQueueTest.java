package com.planitai.kpi.server.observation;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.LoggingEvent;
import ch.qos.logback.classic.util.LogbackMDCAdapter;
import ch.qos.logback.core.AppenderBase;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.slf4j.Logger;

final class LogQueueTest {
    private static final int ROOM = 4;
    private static final int LINES = 100;

    @Test
    void countsEveryLineThatItHadNoRoomFor() throws InterruptedException {
        LoggerContext context = new LoggerContext();
        context.setMDCAdapter(new LogbackMDCAdapter());
        SlowWriter writer = new SlowWriter();
        writer.setContext(context);
        writer.start();
        LogQueue queue = new LogQueue();
        queue.setContext(context);
        queue.setQueueSize(ROOM);
        queue.setNeverBlock(true);
        queue.setDiscardingThreshold(0);
        queue.addAppender(writer);
        queue.start();

        for (int line = 0; line < LINES; line++) {
            queue.doAppend(line(context, line));
            writer.atWork.await();
        }
        writer.free.countDown();
        queue.stop();

        assertThat(queue.lost()).isEqualTo(LINES - 1 - ROOM);
        assertThat(writer.written).hasValue(1 + ROOM);
    }

    private static ILoggingEvent line(LoggerContext context, int number) {
        return new LoggingEvent(
                "", context.getLogger(Logger.ROOT_LOGGER_NAME), Level.INFO, "line " + number, null, null);
    }

    /** Takes one line and then waits. */
    private static final class SlowWriter extends AppenderBase<ILoggingEvent> {
        private final CountDownLatch atWork = new CountDownLatch(1);
        private final CountDownLatch free = new CountDownLatch(1);
        private final AtomicInteger written = new AtomicInteger();

        @Override
        protected void append(ILoggingEvent event) {
            atWork.countDown();
            try {
                free.await();
            } catch (InterruptedException interrupted) {
                Thread.currentThread().interrupt();
            }
            written.incrementAndGet();
        }
    }
}
