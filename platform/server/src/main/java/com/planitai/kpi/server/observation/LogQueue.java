package com.planitai.kpi.server.observation;

import ch.qos.logback.classic.AsyncAppender;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import java.util.concurrent.atomic.LongAdder;
import org.slf4j.ILoggerFactory;
import org.slf4j.LoggerFactory;

/** The queue before the writer of log lines, named in {@code logback.xml}: what it has no room for is lost, and counted. */
public final class LogQueue extends AsyncAppender {
    private static final String NAME = "QUEUE";

    private final LongAdder lost = new LongAdder();

    /** A line that another thread leaves no room for in this very moment is lost without being counted. */
    @Override
    protected void append(ILoggingEvent event) {
        if (getRemainingCapacity() == 0) {
            lost.increment();
        } else {
            super.append(event);
        }
    }

    /** How many lines this process has lost; 0 where something else writes its log. */
    static long lostLines() {
        ILoggerFactory loggers = LoggerFactory.getILoggerFactory();
        return loggers.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME) instanceof Logger root
                        && root.getAppender(NAME) instanceof LogQueue queue
                ? queue.lost()
                : 0;
    }

    long lost() {
        return lost.sum();
    }
}
