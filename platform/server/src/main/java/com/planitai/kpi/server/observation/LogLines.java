package com.planitai.kpi.server.observation;

import net.logstash.logback.encoder.LogstashEncoder;
import net.logstash.logback.fieldnames.LogstashCommonFieldNames;
import net.logstash.logback.fieldnames.LogstashFieldNames;
import net.logstash.logback.stacktrace.ShortenedThrowableConverter;

/** The form of a log line, named in {@code logback.xml}: one JSON object, of which nothing that is logged can make two. */
public final class LogLines extends LogstashEncoder {
    /** Container runtimes cut a line in two at 16 KiB, and half an object is none. */
    private static final int MAX_STACK_TRACE_CHARACTERS = 8 * 1024;

    private static final int MAX_FRAMES_AN_EXCEPTION = 40;

    public LogLines() {
        LogstashFieldNames names = new LogstashFieldNames();
        names.setVersion(LogstashCommonFieldNames.IGNORE_FIELD_INDICATOR);
        names.setLevelValue(LogstashCommonFieldNames.IGNORE_FIELD_INDICATOR);
        names.setThread(LogstashCommonFieldNames.IGNORE_FIELD_INDICATOR);
        setFieldNames(names);
        setIncludeContext(false);
        setIncludeMdcKeyNames(LogContext.KEYS);
        ShortenedThrowableConverter stackTraces = new ShortenedThrowableConverter();
        stackTraces.setMaxLength(MAX_STACK_TRACE_CHARACTERS);
        stackTraces.setMaxDepthPerThrowable(MAX_FRAMES_AN_EXCEPTION);
        stackTraces.setRootCauseFirst(true);
        setThrowableConverter(stackTraces);
    }
}
