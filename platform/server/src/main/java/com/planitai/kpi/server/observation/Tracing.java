package com.planitai.kpi.server.observation;

import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.api.trace.TracerProvider;
import io.opentelemetry.exporter.otlp.http.trace.OtlpHttpSpanExporter;
import io.opentelemetry.sdk.resources.Resource;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.SpanLimits;
import io.opentelemetry.sdk.trace.export.BatchSpanProcessor;
import io.opentelemetry.sdk.trace.samplers.Sampler;
import java.net.URI;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Where spans go. A collector that is slow or away costs spans, never a request: they wait in a queue that overflows. */
final class Tracing implements AutoCloseable {
    /** Spans that wait for the collector; what does not fit is dropped. */
    private static final int MAX_QUEUED_SPANS = 4_096;

    private static final int MAX_SPANS_A_MESSAGE = 512;
    private static final Duration BETWEEN_MESSAGES = Duration.ofSeconds(2);
    private static final Duration COLLECTOR_ANSWERS_WITHIN = Duration.ofSeconds(5);
    /** How long the end of the process waits for the last spans; part of what orchestrators give a stop. */
    private static final Duration LAST_MESSAGE_WITHIN = Duration.ofSeconds(3);

    private static final int MAX_ATTRIBUTES = 32;
    private static final int MAX_ATTRIBUTE_CHARACTERS = 256;

    private static final String INSTRUMENTATION = "com.planitai.kpi";
    private static final String TRACES_PATH = "/v1/traces";
    private static final AttributeKey<String> SERVICE_NAME = AttributeKey.stringKey("service.name");
    private static final AttributeKey<String> ENVIRONMENT = AttributeKey.stringKey("deployment.environment.name");

    private final Tracer tracer;
    private final @Nullable SdkTracerProvider provider;

    private Tracing(Tracer tracer, @Nullable SdkTracerProvider provider) {
        this.tracer = tracer;
        this.provider = provider;
    }

    static Tracing open(ObservationSettings settings) {
        URI collector = settings.collector();
        if (collector == null) {
            return new Tracing(TracerProvider.noop().get(INSTRUMENTATION), null);
        }
        var exporter = OtlpHttpSpanExporter.builder()
                .setEndpoint(traces(collector))
                .setTimeout(COLLECTOR_ANSWERS_WITHIN)
                .setConnectTimeout(COLLECTOR_ANSWERS_WITHIN)
                .build();
        SdkTracerProvider provider = SdkTracerProvider.builder()
                .setResource(Resource.getDefault()
                        .merge(Resource.create(Attributes.of(
                                SERVICE_NAME, settings.serviceName(), ENVIRONMENT, settings.environment()))))
                .setSampler(sampler(settings.sampledRatio()))
                .setSpanLimits(SpanLimits.builder()
                        .setMaxNumberOfAttributes(MAX_ATTRIBUTES)
                        .setMaxAttributeValueLength(MAX_ATTRIBUTE_CHARACTERS)
                        .build())
                .addSpanProcessor(BatchSpanProcessor.builder(exporter)
                        .setMaxQueueSize(MAX_QUEUED_SPANS)
                        .setMaxExportBatchSize(MAX_SPANS_A_MESSAGE)
                        .setScheduleDelay(BETWEEN_MESSAGES)
                        .setExporterTimeout(COLLECTOR_ANSWERS_WITHIN)
                        .build())
                .build();
        return new Tracing(provider.get(INSTRUMENTATION), provider);
    }

    Tracer tracer() {
        return tracer;
    }

    @Override
    public void close() {
        if (provider != null) {
            provider.shutdown().join(LAST_MESSAGE_WITHIN.toMillis(), TimeUnit.MILLISECONDS);
        }
    }

    /** A caller may keep a trace from being recorded, and may not have more recorded than our share of all traces. */
    private static Sampler sampler(double ratio) {
        Sampler share = Sampler.traceIdRatioBased(ratio);
        return Sampler.parentBasedBuilder(share).setRemoteParentSampled(share).build();
    }

    /** OpenTelemetry's rule for a base address: each signal has its path behind it. */
    private static String traces(URI collector) {
        String base = collector.toString();
        return (base.endsWith("/") ? base.substring(0, base.length() - 1) : base) + TRACES_PATH;
    }
}
