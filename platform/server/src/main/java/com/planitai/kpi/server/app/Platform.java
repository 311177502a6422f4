package com.planitai.kpi.server.app;

import com.planitai.kpi.pluginhost.PluginHost;
import com.planitai.kpi.pluginhost.PluginHostSettings;
import com.planitai.kpi.server.analysis.AnalysisFeature;
import com.planitai.kpi.server.coordination.Coordination;
import com.planitai.kpi.server.coordination.CoordinationFeature;
import com.planitai.kpi.server.data.DataFeature;
import com.planitai.kpi.server.definition.DefinitionFeature;
import com.planitai.kpi.server.event.EventFeature;
import com.planitai.kpi.server.explanation.ExplanationFeature;
import com.planitai.kpi.server.files.ObjectStore;
import com.planitai.kpi.server.http.RateLimits;
import com.planitai.kpi.server.http.Route;
import com.planitai.kpi.server.idempotency.IdempotencyFeature;
import com.planitai.kpi.server.identity.IdentityFeature;
import com.planitai.kpi.server.job.JobFeature;
import com.planitai.kpi.server.job.JobSettings;
import com.planitai.kpi.server.kpi.KpiFeature;
import com.planitai.kpi.server.limit.LimitFeature;
import com.planitai.kpi.server.listener.Health;
import com.planitai.kpi.server.listener.Listener;
import com.planitai.kpi.server.observation.Figures;
import com.planitai.kpi.server.observation.Observation;
import com.planitai.kpi.server.secret.MasterKey;
import com.planitai.kpi.server.snapshot.SnapshotFeature;
import com.planitai.kpi.server.template.TemplateFeature;
import com.planitai.kpi.server.tenant.TenantFeature;
import com.planitai.kpi.server.tree.TreeFeature;
import com.planitai.kpi.tenancy.Tenancy;
import com.planitai.kpi.tenancy.TenantDatabase;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.Deque;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The composition root: everything that runs in this process, made in order and closed in the opposite one. */
public final class Platform implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Platform.class);
    /** Memory for tenant snapshots. */
    private static final long SNAPSHOT_BYTES = 256L * 1024 * 1024;

    private final Deque<AutoCloseable> parts;
    private final Observation observation;
    private final Listener listener;

    private Platform(Configuration configuration, Clock clock, Deque<AutoCloseable> parts) {
        this.parts = parts;
        SecureRandom random = new SecureRandom();
        DataFolder folder = DataFolder.open(configuration.dataFolder());
        MasterKey masterKey = folder.masterKey(configuration.masterKey(), random);

        observation = closing(Observation.open(configuration.observation()));
        Tenancy tenancy = prepared(configuration, folder, masterKey, clock).tenancy();
        TenantDatabase tenants = tenancy.database();

        PluginHost plugins =
                closing(PluginHost.open(PluginHostSettings.of(configuration.pluginsFolder(), folder.plugins())));
        closing(folder.sweep(clock));
        ObjectStore files = closing(usable(folder.files(configuration.bucket())));
        JobFeature jobs = closing(JobFeature.create(
                tenants,
                tenancy.directoryDatabase(),
                tenancy.schedulerDataSource(),
                JobSettings.DEFAULT,
                clock,
                UUID::randomUUID,
                observation));

        Coordination coordination = closing(CoordinationFeature.open(configuration.redis()));
        RateLimits limits = configuration.rateLimited() ? LimitFeature.create(coordination) : LimitFeature.off();
        SharedCounts.publish(observation, coordination, limits);

        IdentityFeature identity =
                IdentityFeature.create(configuration.identity(), tenancy, masterKey, limits, random, clock);
        KpiFeature kpis = KpiFeature.create(tenants, clock, UUID::randomUUID);
        TenantFeature settings = TenantFeature.create(tenancy, clock);
        closing(SnapshotFeature.exchange(coordination, tenancy.versions()));
        SnapshotFeature snapshots =
                SnapshotFeature.create(tenants, tenancy.versions(), kpis, TreeFeature.source(), SNAPSHOT_BYTES, clock);
        DataFeature data =
                DataFeature.create(tenants, kpis, snapshots, jobs, files, folder.spool(), clock, UUID::randomUUID);
        ExplanationFeature explanations = ExplanationFeature.create(tenants, snapshots, clock);
        TreeFeature trees = TreeFeature.create(tenants, kpis, snapshots, clock);
        AnalysisFeature analyses = AnalysisFeature.create(tenants, snapshots, jobs, clock);
        DefinitionFeature definitions = DefinitionFeature.create(tenants, kpis, trees, clock);
        TemplateFeature templates = TemplateFeature.create(tenants, plugins, definitions, data, snapshots, clock);
        EventFeature events = EventFeature.create(
                tenancy.versions(), snapshots, jobs, coordination, identity.authenticator(), UUID::randomUUID);
        jobs.start();

        OpenApi openApi = OpenApi.load();
        List<Route> routes = Stream.of(
                        identity.routes(),
                        settings.routes(),
                        kpis.routes(),
                        data.routes(),
                        explanations.routes(),
                        trees.routes(),
                        analyses.routes(),
                        definitions.routes(),
                        templates.routes(),
                        events.routes())
                .flatMap(List::stream)
                .toList();
        listener = closing(Listener.start(
                configuration.listener(),
                routes,
                identity.authenticator(),
                limits,
                IdempotencyFeature.create(tenants, clock),
                List.of(new Health.Check("database", tenancy::isReachable)),
                openApi.text(),
                openApi.schemas(),
                observation));
        // Before the listener, which waits for requests to end.
        closing(events);
        observation.figures().start(Figures.BETWEEN_LINES);
    }

    /** Noted before it is prepared, which may take long: a stop in the middle closes it. */
    private Database prepared(Configuration configuration, DataFolder folder, MasterKey masterKey, Clock clock) {
        Database database = closing(Database.open(configuration, folder, masterKey, clock, observation.database()));
        database.prepare(configuration.migratesItself());
        database.tenancy().startWatching();
        return database;
    }

    private static ObjectStore usable(ObjectStore files) {
        files.fault().ifPresent(fault -> {
            files.close();
            throw new StartFailure(fault);
        });
        return files;
    }

    /**
     * Starts everything, or nothing.
     *
     * @throws StartFailure when a person has to mend something first
     */
    static Platform start(Configuration configuration, Clock clock) {
        PortProbe.require(
                "PORT",
                configuration.listener().bind(),
                configuration.listener().port());
        PortProbe.require(
                "MANAGEMENT_PORT",
                configuration.listener().bind(),
                configuration.listener().managementPort());
        Deque<AutoCloseable> parts = new ConcurrentLinkedDeque<>();
        // A Ctrl-C in the middle of the start must not leave an embedded database behind.
        Thread interrupted = Thread.ofPlatform().name("interrupted-start").unstarted(() -> closeAll(parts));
        Runtime.getRuntime().addShutdownHook(interrupted);
        try {
            return new Platform(configuration, clock, parts);
        } catch (RuntimeException | Error failure) {
            closeAll(parts);
            if (interrupted.getState() != Thread.State.NEW) {
                throw new StartFailure("stopped before it was ready", failure);
            }
            throw failure;
        } finally {
            forget(interrupted);
        }
    }

    private static void forget(Thread hook) {
        try {
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException ending) {
            LOG.debug("the process ends before its start", ending);
        }
    }

    int port() {
        return listener.port();
    }

    int managementPort() {
        return listener.managementPort();
    }

    /** The whole route table, for the test that pins it. */
    List<Route> routes() {
        return listener.routes();
    }

    /** What this process tells of itself, for the tests that read it. */
    Observation observation() {
        return observation;
    }

    @Override
    public void close() {
        closeAll(parts);
    }

    private static void closeAll(Deque<AutoCloseable> parts) {
        for (AutoCloseable part = parts.poll(); part != null; part = parts.poll()) {
            try {
                part.close();
            } catch (Exception exception) {
                LOG.warn("{} did not close cleanly", part.getClass().getSimpleName(), exception);
            }
        }
    }

    private <T extends AutoCloseable> T closing(T part) {
        parts.push(part);
        return part;
    }
}
