package com.planitai.kpi.server.observation;

import com.planitai.kpi.tenancy.DatabaseObserver;
import io.helidon.metrics.api.MeterRegistry;
import io.opentelemetry.api.trace.Tracer;
import java.util.Map;

/** The door: opened before everything that is observed, closed after it. */
public final class Observation implements AutoCloseable {
    private final Meters meters;
    private final Tracing tracing;
    private final RequestObserver requests;
    private final JobObserver jobs;
    private final DatabaseWatch database;
    private final Figures figures;

    private Observation(Meters meters, Tracing tracing) {
        this.meters = meters;
        this.tracing = tracing;
        Tracer tracer = tracing.tracer();
        requests = new RequestObserver(meters, tracer);
        jobs = new JobObserver(meters, tracer);
        figures = new Figures();
        database = new DatabaseWatch(meters, tracer, figures);
        meters.counter("log_lost_lines", "Log lines that nobody wrote in time", Map.of(), LogQueue::lostLines);
    }

    public static Observation open(ObservationSettings settings) {
        return new Observation(Meters.create(), Tracing.open(settings));
    }

    /** Where other parts let their numbers be read. */
    public Meters meters() {
        return meters;
    }

    /** The lines of each minute; begun once all their numbers have been named. */
    public Figures figures() {
        return figures;
    }

    public RequestObserver requests() {
        return requests;
    }

    public JobObserver jobs() {
        return jobs;
    }

    public DatabaseObserver database() {
        return database;
    }

    /** For the listener that publishes it. */
    public MeterRegistry registry() {
        return meters.registry();
    }

    /** Sends the spans that are still here, for a moment at most. */
    @Override
    public void close() {
        figures.close();
        tracing.close();
        meters.close();
    }
}
