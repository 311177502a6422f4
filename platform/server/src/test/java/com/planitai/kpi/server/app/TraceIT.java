package com.planitai.kpi.server.app;

import static org.assertj.core.api.Assertions.assertThat;

import com.planitai.kpi.server.app.RunningServer.Person;
import com.planitai.kpi.server.observation.Collector;
import com.planitai.kpi.server.observation.Collector.Received;
import com.planitai.kpi.server.observation.ObservationSettings;
import io.opentelemetry.proto.trace.v1.Span.SpanKind;
import io.opentelemetry.proto.trace.v1.Status.StatusCode;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The traces of the whole program, as a collector gets them. */
class TraceIT {
    private static final Collector COLLECTOR = Collector.open();

    @RegisterExtension
    static final RunningServer SERVER =
            RunningServer.observed(new ObservationSettings(COLLECTOR.address(), "kpi-under-test", "test", 1));

    private static final String PARENT = "b7ad6b7169203331";

    @AfterAll
    static void close() {
        COLLECTOR.close();
    }

    @Test
    void goesOnWithTheTraceOfTheCaller() {
        Person owner = SERVER.signUp();
        String trace = newTrace();

        SERVER.get(
                "/api/v1/kpis/secret-name?cursor=secret",
                owner.token(),
                "traceparent",
                "00-" + trace + "-" + PARENT + "-01",
                "tracestate",
                "vendor=value");

        List<Received> spans = ofTrace(trace, "GET /api/v1/kpis/{code}");
        Received server = named(spans, "GET /api/v1/kpis/{code}");
        assertThat(server.parent()).isEqualTo(PARENT);
        assertThat(server.span().getKind()).isEqualTo(SpanKind.SPAN_KIND_SERVER);
        assertThat(server.span().getTraceState()).isEqualTo("vendor=value");
        assertThat(server.span().getStatus().getCode()).isEqualTo(StatusCode.STATUS_CODE_UNSET);
        assertThat(server.attributes())
                .containsEntry("http.request.method", "GET")
                .containsEntry("http.route", "/api/v1/kpis/{code}")
                .containsEntry("http.response.status_code", "404")
                .containsKeys("planitai.request.id", "planitai.tenant.id", "user.id")
                .doesNotContainKey("error.type");
        assertThat(server.resource())
                .containsEntry("service.name", "kpi-under-test")
                .containsEntry("deployment.environment.name", "test");
        Received transaction = spans.stream()
                .filter(span -> span.span().getKind() == SpanKind.SPAN_KIND_CLIENT)
                .findFirst()
                .orElseThrow();
        assertThat(transaction.parent()).isEqualTo(server.id());
        assertThat(transaction.attributes())
                .containsEntry("db.system.name", "postgresql")
                .containsKey("db.operation.name");
        assertThat(transaction.span().getEvents(0).getName()).isEqualTo("connected");
        assertThat(spans.toString()).doesNotContain("secret");
    }

    @Test
    void recordsNothingThatTheCallerDecidedNotTo() {
        String unwanted = newTrace();
        String wanted = newTrace();

        SERVER.get("/health", null, "traceparent", "00-" + unwanted + "-" + PARENT + "-00");
        SERVER.get("/health", null, "traceparent", "00-" + wanted + "-" + PARENT + "-01");

        ofTrace(wanted, "GET /health");
        assertThat(COLLECTOR.received()).noneMatch(span -> span.traceId().equals(unwanted));
    }

    @Test
    void beginsATraceWhereNobodyDidAndNamesItInTheProblem() {
        HttpResponse<String> response = SERVER.get("/api/v1/kpis", null);

        String trace = RunningServer.json(response).path("traceId").asText();

        Received server = named(ofTrace(trace, "GET /api/v1/kpis"), "GET /api/v1/kpis");
        assertThat(server.parent()).isEmpty();
        assertThat(server.attributes())
                .containsEntry(
                        "planitai.request.id",
                        response.headers().firstValue("X-Request-Id").orElseThrow());
    }

    @Test
    void followsARequestIntoTheJobThatItQueued() {
        Person owner = SERVER.signUp();
        String trace = newTrace();

        HttpResponse<String> response = SERVER.send(
                "POST",
                "/api/v1/imports",
                owner.token(),
                BodyPublishers.ofString("kpi,period,value\nnone,2025-01,1\n"),
                "Content-Type",
                "text/csv",
                "traceparent",
                "00-" + trace + "-" + PARENT + "-01");
        RunningServer.require(response, 202);

        List<Received> spans = ofTrace(trace, "job import");
        Received job = named(spans, "job import");
        assertThat(job.parent()).isEqualTo(named(spans, "POST /api/v1/imports").id());
        assertThat(job.span().getKind()).isEqualTo(SpanKind.SPAN_KIND_CONSUMER);
        assertThat(job.attributes())
                .containsEntry("planitai.job.kind", "import")
                .containsEntry("planitai.job.outcome", "failed")
                .containsKeys("planitai.job.id", "planitai.tenant.id");
        assertThat(spans)
                .anyMatch(span ->
                        span.parent().equals(job.id()) && span.attributes().containsKey("db.system.name"));
    }

    @Test
    void tracesNoPollOfItsOwn() {
        SERVER.signUp();

        List<Received> spans = COLLECTOR.await(span -> span.name().equals("POST /api/v1/auth/signup"));

        assertThat(spans)
                .filteredOn(span -> span.parent().isEmpty())
                .allMatch(span -> span.span().getKind() == SpanKind.SPAN_KIND_SERVER);
    }

    private static List<Received> ofTrace(String trace, String name) {
        return COLLECTOR
                .await(span -> span.traceId().equals(trace) && span.name().equals(name))
                .stream()
                .filter(span -> span.traceId().equals(trace))
                .toList();
    }

    private static Received named(List<Received> spans, String name) {
        return spans.stream()
                .filter(span -> span.name().equals(name))
                .findFirst()
                .orElseThrow();
    }

    private static String newTrace() {
        byte[] id = new byte[16];
        ThreadLocalRandom.current().nextBytes(id);
        id[0] = 1;
        return HexFormat.of().formatHex(id);
    }
}
