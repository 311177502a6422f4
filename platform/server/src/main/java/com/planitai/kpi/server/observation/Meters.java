package com.planitai.kpi.server.observation;

import io.helidon.metrics.api.BuiltInMeterNameFormat;
import io.helidon.metrics.api.Counter;
import io.helidon.metrics.api.FunctionalCounter;
import io.helidon.metrics.api.Gauge;
import io.helidon.metrics.api.Meter;
import io.helidon.metrics.api.MeterRegistry;
import io.helidon.metrics.api.MetricsConfig;
import io.helidon.metrics.api.MetricsFactory;
import io.helidon.metrics.api.SystemTagsManager;
import io.helidon.metrics.api.Tag;
import io.helidon.metrics.api.Timer;
import io.helidon.metrics.spi.MetersProvider;
import io.helidon.service.registry.Services;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.ServiceLoader;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.DoubleSupplier;
import java.util.function.LongSupplier;

/**
 * The numbers that {@code /metrics} shows. Labels take few values that this program decides: routes, statuses, pools,
 * kinds; never a tenant, a user, a path or anything else that a caller writes.
 */
public final class Meters {
    /**
     * Registries of one process tell each other of new meters, each under a lock of its own: two that register at once,
     * as two instances in a test do, would wait for each other for ever.
     */
    private static final ReentrantLock REGISTERING = new ReentrantLock();

    /** Helidon labels every meter with a scope of its own; under its usual name it would hide ours. */
    private static final String HELIDON_SCOPE = "meter_scope";

    /** Upper bounds, around the objectives: half a second for a request, the pool's wait of five seconds. */
    private static final Duration[] BUCKETS = {
        Duration.ofMillis(1),
        Duration.ofMillis(5),
        Duration.ofMillis(10),
        Duration.ofMillis(25),
        Duration.ofMillis(50),
        Duration.ofMillis(100),
        Duration.ofMillis(250),
        Duration.ofMillis(500),
        Duration.ofSeconds(1),
        Duration.ofMillis(2_500),
        Duration.ofSeconds(5),
        Duration.ofSeconds(10)
    };

    /** Jobs take longer. */
    private static final Duration[] JOB_BUCKETS = {
        Duration.ofMillis(100),
        Duration.ofMillis(500),
        Duration.ofSeconds(1),
        Duration.ofSeconds(5),
        Duration.ofSeconds(15),
        Duration.ofMinutes(1),
        Duration.ofMinutes(5),
        Duration.ofMinutes(15),
        Duration.ofHours(1)
    };

    private static final double[] NO_QUANTILES = {};

    private final MeterRegistry registry;

    private Meters(MeterRegistry registry) {
        this.registry = registry;
    }

    /**
     * The registry of this process, with the meters of its JVM. Helidon keeps all meters of a JVM in one place: of two servers
     * in one, as tests have them, both show the sums, and the gauges of the first.
     */
    static Meters create() {
        MetricsConfig config = MetricsConfig.builder()
                .scoping(scoping -> scoping.tagName(HELIDON_SCOPE))
                .builtInMeterNameFormat(BuiltInMeterNameFormat.SNAKE)
                .warnOnMultipleRegistries(false)
                .build();
        MetricsFactory factory = Services.get(MetricsFactory.class);
        // After the factory, which sets the usual names when it is made.
        SystemTagsManager.instance(config);
        MeterRegistry registry = factory.createMeterRegistry(config);
        for (MetersProvider provider : ServiceLoader.load(MetersProvider.class)) {
            for (Meter.Builder<?, ?> meter : provider.meterBuilders(factory)) {
                register(registry, meter);
            }
        }
        return new Meters(registry);
    }

    /** A value that goes up and down, asked for at every scrape: so it must be at hand. NaN when it is not known. */
    public void gauge(String name, String description, Map<String, String> labels, DoubleSupplier value) {
        registry.getOrCreate(
                Gauge.builder(name, value::getAsDouble).description(description).tags(tags(labels)));
    }

    /**
     * A count that only rises, asked for at every scrape.
     *
     * @param name without the ending {@code _total}, under which it is shown
     */
    public void counter(String name, String description, Map<String, String> labels, LongSupplier total) {
        // The registry refers to the first argument weakly; were it the count itself, it would be gone with the next
        // collection.
        registry.getOrCreate(FunctionalCounter.builder(name, this, held -> total.getAsLong())
                .description(description)
                .tags(tags(labels)));
    }

    Counter counter(String name, String description, Map<String, String> labels) {
        return registry.getOrCreate(
                Counter.builder(name).description(description).tags(tags(labels)));
    }

    /** Shown in seconds, as {@code <name>_seconds} with buckets. */
    Timer timer(String name, String description, Map<String, String> labels) {
        return timer(name, description, labels, BUCKETS);
    }

    Timer jobTimer(String name, String description, Map<String, String> labels) {
        return timer(name, description, labels, JOB_BUCKETS);
    }

    MeterRegistry registry() {
        return registry;
    }

    void close() {
        registry.close();
    }

    /** Without quantiles of its own, which cost some 30 kB a timer and cannot be added up over instances. */
    private Timer timer(String name, String description, Map<String, String> labels, Duration[] buckets) {
        REGISTERING.lock();
        try {
            return registry.getOrCreate(Timer.builder(name)
                    .description(description)
                    .tags(tags(labels))
                    .buckets(buckets)
                    .percentiles(NO_QUANTILES));
        } finally {
            REGISTERING.unlock();
        }
    }

    private static List<Tag> tags(Map<String, String> labels) {
        return labels.entrySet().stream()
                .map(label -> Tag.create(label.getKey(), label.getValue()))
                .toList();
    }

    /** The builder's own type is known to itself only. */
    @SuppressWarnings({"unchecked", "rawtypes"})
    private static void register(MeterRegistry registry, Meter.Builder meter) {
        registry.getOrCreate(meter);
    }
}
