package com.planitai.kpi.server.data;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.planitai.kpi.server.files.ObjectStore;
import com.planitai.kpi.server.files.S3StandIn;
import com.planitai.kpi.tenancy.Tenant;
import com.planitai.kpi.tenancy.testing.PostgresExtension;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** One instance takes the file, another imports it. */
class ImportAcrossInstancesIT {
    @RegisterExtension
    static final PostgresExtension POSTGRES = new PostgresExtension();

    private static final String CSV = "kpi,period,value\norders,2026-01,1\norders,2026-02,2\n";
    private static S3StandIn s3;

    private ObjectStore filesOfTaker;
    private ObjectStore filesOfWorker;
    private DataServer taker;
    private DataServer worker;
    private Tenant tenant;

    @BeforeAll
    static void startS3() {
        s3 = S3StandIn.start();
    }

    @AfterAll
    static void stopS3() {
        s3.close();
    }

    @BeforeEach
    void start() throws IOException {
        String bucket = "kpi-" + UUID.randomUUID();
        filesOfTaker = s3.open(bucket);
        filesOfWorker = s3.open(bucket);
        taker = DataServer.waiting(POSTGRES.tenancy(), filesOfTaker);
        worker = DataServer.waiting(POSTGRES.tenancy(), filesOfWorker);
        tenant = taker.withKpis(
                POSTGRES.newTenant("t-" + UUID.randomUUID().toString().substring(0, 8)));
    }

    @AfterEach
    void stop() {
        taker.close();
        worker.close();
        filesOfTaker.close();
        filesOfWorker.close();
    }

    @Test
    void importsAFileThatAnotherInstanceTook() {
        String path = take();
        assertThat(DataServer.json(taker.get(tenant, path)).path("status").asText())
                .isEqualTo("QUEUED");

        worker.startJobs();

        JsonNode done = taker.await(tenant, path);
        assertThat(done.path("status").asText()).as(done.toString()).isEqualTo("SUCCEEDED");
        assertThat(done.path("inserted").asInt()).isEqualTo(2);
        assertThat(worker.column(tenant, "SELECT value::text FROM observation ORDER BY period"))
                .containsExactly("1", "2");
    }

    @Test
    void importsOnceS3IsBackAndRefusesNewFilesUntilThen() {
        String path = take();
        s3.kill();
        try {
            worker.startJobs();
            HttpResponse<String> refused = taker.send(tenant, "POST", "/api/v1/imports", "text/csv", CSV);
            assertThat(refused.statusCode()).as(refused.body()).isEqualTo(503);
            assertThat(refused.body()).contains("/problems/dependency-unavailable");
        } finally {
            s3.startAgain();
        }

        JsonNode done = taker.await(tenant, path);
        assertThat(done.path("status").asText()).as(done.toString()).isEqualTo("SUCCEEDED");
        assertThat(DataServer.json(taker.get(tenant, "/api/v1/imports")).path("items"))
                .hasSize(1);
    }

    @Test
    void writesStreamsThroughS3AndLeavesNothingThere() {
        HttpResponse<String> written =
                taker.send(tenant, "POST", "/api/v1/observations:batch", "application/x-ndjson", """
                {"kpi": "orders", "period": "2026-01", "value": 1}
                {"kpi": "orders", "period": "2026-02", "value": 2}
                """);

        assertThat(written.statusCode()).as(written.body()).isEqualTo(200);
        assertThat(s3.everything()).noneMatch(path -> path.contains(tenant.id() + "/streams"));
    }

    private String take() {
        HttpResponse<String> taken = taker.send(tenant, "POST", "/api/v1/imports", "text/csv", CSV);
        assertThat(taken.statusCode()).as(taken.body()).isEqualTo(202);
        return taken.headers().firstValue("Location").orElseThrow();
    }
}
