package com.planitai.kpi.server.job;

import com.planitai.kpi.server.observation.Figures;
import com.planitai.kpi.server.observation.Meters;
import com.planitai.kpi.server.observation.Observation;
import com.planitai.kpi.server.observation.Periodic;
import com.planitai.kpi.tenancy.DirectoryDatabase;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.function.ToDoubleFunction;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Looks at the queue now and then, so that a scrape of the metrics asks no database: it costs the same however often it
 * comes, and it does not hang when the database does. What is not known is NaN.
 */
final class QueueWatch implements AutoCloseable {
    static final Duration BETWEEN_LOOKS = Duration.ofSeconds(15);

    private static final Logger LOG = LoggerFactory.getLogger(QueueWatch.class);
    private static final double MILLIS_A_SECOND = 1_000;

    private final DirectoryDatabase directory;
    private final QueueRepository repository;
    private final Clock clock;
    private volatile @Nullable QueueState state;
    private @Nullable Periodic looks;

    QueueWatch(DirectoryDatabase directory, QueueRepository repository, Clock clock) {
        this.directory = directory;
        this.repository = repository;
        this.clock = clock;
    }

    void publish(Observation observation) {
        Meters meters = observation.meters();
        Figures figures = observation.figures();
        meters.gauge("jobs_queued", "Jobs that wait, on all instances", Map.of(), () -> number(QueueState::queued));
        meters.gauge("jobs_running", "Jobs that run, on all instances", Map.of(), () -> number(QueueState::running));
        meters.gauge("jobs_queue_age_seconds", "Age of the oldest due job", Map.of(), this::ageSeconds);
        figures.add("jobQueueAgeSeconds", this::ageSeconds);
        figures.add("jobsQueued", () -> number(QueueState::queued));
        figures.add("jobsRunning", () -> number(QueueState::running));
    }

    synchronized void start(Duration between) {
        looks = Periodic.start("job-queue", between, this::look);
    }

    void look() {
        try {
            state = directory.inTransaction(transaction -> repository.state(transaction, clock.instant()));
        } catch (RuntimeException unknown) {
            state = null;
            LOG.debug("the queue cannot be looked at", unknown);
        }
    }

    @Override
    public synchronized void close() {
        if (looks != null) {
            looks.close();
        }
    }

    private double ageSeconds() {
        return number(known -> known.age().toMillis() / MILLIS_A_SECOND);
    }

    private double number(ToDoubleFunction<QueueState> field) {
        QueueState known = state;
        return known == null ? Double.NaN : field.applyAsDouble(known);
    }
}
