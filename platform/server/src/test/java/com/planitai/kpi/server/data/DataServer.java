package com.planitai.kpi.server.data;

import com.fasterxml.jackson.databind.JsonNode;
import com.planitai.kpi.server.files.ObjectStore;
import com.planitai.kpi.server.http.Authenticator.Authentication;
import com.planitai.kpi.server.http.Authenticator.Credential;
import com.planitai.kpi.server.http.Caller;
import com.planitai.kpi.server.http.Json;
import com.planitai.kpi.server.http.RequestSchemas;
import com.planitai.kpi.server.http.Role;
import com.planitai.kpi.server.idempotency.IdempotencyFeature;
import com.planitai.kpi.server.job.JobFeature;
import com.planitai.kpi.server.job.JobSettings;
import com.planitai.kpi.server.kpi.KpiFeature;
import com.planitai.kpi.server.limit.LimitFeature;
import com.planitai.kpi.server.listener.Listener;
import com.planitai.kpi.server.listener.ListenerSettings;
import com.planitai.kpi.server.observation.Observation;
import com.planitai.kpi.server.observation.ObservationSettings;
import com.planitai.kpi.server.snapshot.SnapshotFeature;
import com.planitai.kpi.server.tree.TreeFeature;
import com.planitai.kpi.tenancy.Tenancy;
import com.planitai.kpi.tenancy.Tenant;
import com.planitai.kpi.tenancy.TenantId;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.UUID;

/** The data feature behind a real listener; the bearer token is the tenant's id. */
final class DataServer implements AutoCloseable {
    static final Clock CLOCK = Clock.fixed(Instant.parse("2026-11-23T12:00:00Z"), ZoneOffset.UTC);
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    final DataFeature data;
    final SnapshotFeature snapshots;
    final Tenancy tenancy;
    private final JobFeature jobs;
    private final FileExpiry expiry;
    private final Listener listener;
    private final Observation observation;
    private final HttpClient client =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    private DataServer(
            Tenancy tenancy,
            DataFeature data,
            SnapshotFeature snapshots,
            JobFeature jobs,
            FileExpiry expiry,
            Listener listener,
            Observation observation) {
        this.tenancy = tenancy;
        this.data = data;
        this.snapshots = snapshots;
        this.jobs = jobs;
        this.expiry = expiry;
        this.listener = listener;
        this.observation = observation;
    }

    static DataServer start(Tenancy tenancy, Path folder) throws IOException {
        DataServer server = waiting(tenancy, ObjectStore.inFolder(folder.resolve("objects")));
        server.startJobs();
        return server;
    }

    /** Takes imports in and runs none of them until its jobs are started. */
    static DataServer waiting(Tenancy tenancy, ObjectStore files) throws IOException {
        var kpis = KpiFeature.create(tenancy.database(), CLOCK, UUID::randomUUID);
        var snapshots = SnapshotFeature.create(
                tenancy.database(), tenancy.versions(), kpis, TreeFeature.source(), 64L * 1024 * 1024, CLOCK);
        var observation = Observation.open(ObservationSettings.WITHOUT_TRACES);
        var jobs = JobFeature.create(
                tenancy.database(),
                tenancy.directoryDatabase(),
                tenancy.schedulerDataSource(),
                JobSettings.DEFAULT,
                Clock.systemUTC(),
                UUID::randomUUID,
                observation);
        var data = DataFeature.create(tenancy.database(), kpis, snapshots, jobs, files, files, CLOCK, UUID::randomUUID);
        byte[] openApi;
        try (InputStream file = DataServer.class.getResourceAsStream("/openapi.yaml")) {
            openApi = file.readAllBytes();
        }
        var listener = Listener.start(
                new ListenerSettings(
                        "127.0.0.1", 0, 0, Path.of("target", "no-site"), Duration.ofSeconds(1), Duration.ZERO, 0),
                data.routes(),
                DataServer::authenticate,
                LimitFeature.off(),
                IdempotencyFeature.create(tenancy.database(), CLOCK),
                List.of(),
                openApi,
                new RequestSchemas(Json.YAML.readTree(openApi)),
                observation);
        var expiry = new FileExpiry(tenancy.database(), new ImportRepository(), jobs, files);
        return new DataServer(tenancy, data, snapshots, jobs, expiry, listener, observation);
    }

    private static Authentication authenticate(Credential credential) {
        var token = ((Credential.Bearer) credential).token();
        return new Authentication.Accepted(
                new Caller.Member(new TenantId(UUID.fromString(token)), new UUID(0, 7), Role.EDITOR));
    }

    FileExpiry expiry() {
        return expiry;
    }

    void startJobs() {
        jobs.start();
    }

    HttpResponse<String> send(
            Tenant tenant, String method, String path, String mediaType, String body, String... headers) {
        return send(tenant, method, path, mediaType, BodyPublishers.ofString(body), headers);
    }

    private HttpResponse<String> send(
            Tenant tenant, String method, String path, String mediaType, BodyPublisher body, String... headers) {
        var request = HttpRequest.newBuilder()
                .timeout(PATIENCE)
                .uri(URI.create("http://127.0.0.1:" + listener.port() + path))
                .header("Authorization", "Bearer " + tenant.id())
                .header("Content-Type", mediaType)
                .method(method, body);
        if (headers.length > 0) {
            request.headers(headers);
        }
        try {
            return client.send(request.build(), BodyHandlers.ofString());
        } catch (IOException | InterruptedException failure) {
            throw new IllegalStateException(failure);
        }
    }

    HttpResponse<String> get(Tenant tenant, String path, String... headers) {
        return send(tenant, "GET", path, "application/json", "", headers);
    }

    HttpResponse<String> batch(Tenant tenant, String body) {
        return send(tenant, "POST", "/api/v1/observations:batch", "application/json", body);
    }

    /** The import when it is over. */
    JsonNode importFile(Tenant tenant, String query, String csv) {
        return awaitAccepted(tenant, send(tenant, "POST", "/api/v1/imports" + query, "text/csv", csv));
    }

    JsonNode importFile(Tenant tenant, String mediaType, byte[] file) {
        return awaitAccepted(
                tenant, send(tenant, "POST", "/api/v1/imports", mediaType, BodyPublishers.ofByteArray(file)));
    }

    /** The import after one more thing was asked of it. */
    JsonNode ask(Tenant tenant, JsonNode imported, String what, String body) {
        String path = "/api/v1/imports/" + imported.path("id").asText() + ":" + what;
        return awaitAccepted(tenant, send(tenant, "POST", path, "application/json", body));
    }

    private JsonNode awaitAccepted(Tenant tenant, HttpResponse<String> taken) {
        if (taken.statusCode() != 202) {
            throw new IllegalStateException(taken.statusCode() + " " + taken.body());
        }
        return await(tenant, taken.headers().firstValue("Location").orElseThrow());
    }

    JsonNode await(Tenant tenant, String path) {
        long end = System.nanoTime() + PATIENCE.toNanos();
        JsonNode now = json(get(tenant, path));
        while (List.of("QUEUED", "RUNNING").contains(now.path("status").asText()) && System.nanoTime() < end) {
            Thread.onSpinWait();
            now = json(get(tenant, path));
        }
        return now;
    }

    static JsonNode json(HttpResponse<String> response) {
        return Json.read(response.body(), JsonNode.class);
    }

    void sql(Tenant tenant, String sql) {
        tenancy.database().inTransaction(tenant.id(), tx -> tx.createUpdate(sql).execute());
    }

    List<String> column(Tenant tenant, String sql) {
        return tenancy.database()
                .reading(
                        tenant.id(),
                        tx -> tx.createQuery(sql).mapTo(String.class).list());
    }

    /** KPIs orders and visits by month, balance by year, rate = orders / visits, sales by region with kr and jp. */
    Tenant withKpis(Tenant tenant) {
        sql(tenant, "INSERT INTO dimension (code, name) VALUES ('region', 'Region')");
        sql(
                tenant,
                "INSERT INTO dimension_member (dimension, code, name, position)"
                        + " VALUES ('region', 'kr', 'Korea', 0), ('region', 'jp', 'Japan', 1)");
        kpi(tenant, "orders", "COUNT", "MONTH", "{}", "");
        kpi(tenant, "visits", "COUNT", "MONTH", "{}", "");
        kpi(tenant, "balance", "COUNT", "YEAR", "{}", "");
        kpi(tenant, "sales", "COUNT", "MONTH", "{region}", "");
        kpi(tenant, "rate", "PERCENT", "MONTH", "{}", "orders / visits");
        return tenant;
    }

    void kpi(Tenant tenant, String code, String unit, String grain, String dimensions, String formula) {
        String rollup = formula.isEmpty() ? "'SUM'" : "NULL";
        sql(
                tenant,
                "INSERT INTO kpi (code, name, unit, grain, rollup, dimensions, formula) VALUES ('%s', '%s', '{\"type\": \"%s\"}', '%s', %s, '%s', %s)"
                        .formatted(
                                code,
                                code,
                                unit,
                                grain,
                                rollup,
                                dimensions,
                                formula.isEmpty() ? "NULL" : "'" + formula + "'"));
        sql(
                tenant,
                "INSERT INTO kpi_version (kpi_id, version, definition) SELECT id, 1, jsonb_strip_nulls(jsonb_build_object("
                        + "'code', code, 'name', name, 'unit', unit, 'grain', grain, 'rollup', rollup, 'dimensions', dimensions,"
                        + " 'formula', formula)) FROM kpi WHERE code = '" + code + "'");
    }

    @Override
    public void close() {
        listener.close();
        jobs.close();
        observation.close();
    }
}
