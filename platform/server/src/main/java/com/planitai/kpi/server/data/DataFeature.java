package com.planitai.kpi.server.data;

import com.planitai.kpi.server.files.ObjectStore;
import com.planitai.kpi.server.http.Route;
import com.planitai.kpi.server.job.JobFeature;
import com.planitai.kpi.server.kpi.KpiFeature;
import com.planitai.kpi.server.snapshot.SnapshotFeature;
import com.planitai.kpi.tenancy.TenantDatabase;
import com.planitai.kpi.tenancy.TenantTransaction;
import java.time.Clock;
import java.util.List;
import java.util.UUID;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Observations in, series out. Thread-safe. */
public final class DataFeature {
    /** The kind of a batch that a template wrote to show itself. */
    public static final String SAMPLE = "sample";

    private final ObservationService observations;
    private final List<Route> routes;

    private DataFeature(ObservationService observations, List<Route> routes) {
        this.observations = observations;
        this.routes = routes;
    }

    /**
     * Registers its kinds of jobs with {@code jobs}, so create it before these start.
     *
     * @param files where jobs of any instance find what was uploaded
     * @param spool where this instance keeps a stream until it is read again: at hand, for then a transaction is open
     */
    public static DataFeature create(
            TenantDatabase database,
            KpiFeature kpis,
            SnapshotFeature snapshots,
            JobFeature jobs,
            ObjectStore files,
            ObjectStore spool,
            Clock clock,
            Supplier<UUID> ids) {
        var catalogues = new CatalogueRepository(kpis);
        var observations = new ObservationService(database, catalogues, snapshots, ids);
        var streams = new StreamService(database, catalogues, spool, ids);
        var mappings = new MappingRepository();
        var importRows = new ImportRepository();
        var imports = new ImportService(database, mappings, importRows, jobs, files, ids);
        jobs.register(new ImportJob(catalogues, importRows, files, ids));
        jobs.register(new RevertJob(catalogues, importRows, ids));
        jobs.register(new FileExpiry(database, importRows, jobs, files));
        List<Route> routes = Stream.of(
                        new SeriesRoutes(snapshots, clock).routes(),
                        new BatchRoutes(observations, streams).routes(),
                        new ImportRoutes(imports, files).routes(),
                        new MappingRoutes(database, mappings).routes())
                .flatMap(List::stream)
                .toList();
        return new DataFeature(observations, routes);
    }

    public List<Route> routes() {
        return routes;
    }

    /**
     * Writes observations in the caller's transaction, all or none.
     *
     * @param kind of the batch, such as {@link #SAMPLE}
     * @param user who writes, null for the system
     */
    public WriteResult write(TenantTransaction tx, String kind, @Nullable UUID user, List<ObservationInput> inputs) {
        return observations.write(tx, kind, user, inputs, OnError.ABORT);
    }
}
