package com.planitai.kpi.server.observation;

import static net.logstash.logback.argument.StructuredArguments.kv;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.DoubleSupplier;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One log line a minute with the numbers that alarms watch, for where nobody scrapes {@code /metrics}. Thread-safe. */
public final class Figures implements AutoCloseable {
    public static final Duration BETWEEN_LINES = Duration.ofMinutes(1);

    private static final Logger LOG = LoggerFactory.getLogger("figures");
    private static final String EVENT = "figures";

    private final List<Figure> all = new CopyOnWriteArrayList<>();
    private @Nullable Periodic lines;

    private record Figure(String name, Value value) {}

    @FunctionalInterface
    private interface Value {
        @Nullable Number now();
    }

    Figures() {}

    /** A value as it is when the line is written; NaN, which JSON lacks, becomes null. */
    public void add(String name, DoubleSupplier value) {
        all.add(new Figure(name, () -> number(value.getAsDouble())));
    }

    /** By how much a count has risen since the line before, so that the lines of a time add up. */
    public void addCount(String name, LongSupplier total) {
        all.add(new Figure(name, new Rise(total)));
    }

    /** Begins to write; after all figures have been added. */
    public synchronized void start(Duration between) {
        lines = Periodic.start("figures", between, this::write);
    }

    /** Writes a line now. */
    public void write() {
        Object[] fields = new Object[all.size() + 1];
        fields[0] = kv("event", EVENT);
        for (int index = 1; index < fields.length; index++) {
            Figure figure = all.get(index - 1);
            fields[index] = kv(figure.name(), figure.value().now());
        }
        LOG.info(EVENT, fields);
    }

    @Override
    public synchronized void close() {
        if (lines != null) {
            lines.close();
        }
    }

    /** Whole where it is whole: {@code 3}, not {@code 3.0}. */
    private static @Nullable Number number(double value) {
        if (Double.isNaN(value)) {
            return null;
        }
        return value == Math.rint(value) ? (Number) (long) value : (Number) value;
    }

    private static final class Rise implements Value {
        private final LongSupplier total;
        private long before;

        Rise(LongSupplier total) {
            this.total = total;
        }

        @Override
        public synchronized Number now() {
            long now = total.getAsLong();
            long rise = now - before;
            before = now;
            return rise;
        }
    }
}
