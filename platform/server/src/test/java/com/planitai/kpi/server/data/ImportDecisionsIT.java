package com.planitai.kpi.server.data;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.planitai.kpi.server.files.ObjectKey;
import com.planitai.kpi.server.files.ObjectStore;
import com.planitai.kpi.tenancy.Tenant;
import com.planitai.kpi.tenancy.testing.PostgresExtension;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** What is decided about an import after it was read: mended, written, downloaded, forgotten. */
class ImportDecisionsIT {
    @RegisterExtension
    static final PostgresExtension POSTGRES = new PostgresExtension();

    private static final String FAULTY = """
            kpi,period,value
            orders,2026-01,1
            order,2026-02,2
            orders,2026-03,many
            orders,2026-04,=1+1
            orders,2026-01,5
            """;

    private static ObjectStore files;
    private static DataServer server;
    private Tenant tenant;

    @BeforeAll
    static void start(@TempDir Path folder) throws IOException {
        files = ObjectStore.inFolder(folder);
        server = DataServer.waiting(POSTGRES.tenancy(), files);
        server.startJobs();
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @BeforeEach
    void makeTenant() {
        tenant = server.withKpis(
                POSTGRES.newTenant("t-" + UUID.randomUUID().toString().substring(0, 8)));
    }

    @Test
    void writesADryRunWithItsFaultsDecided() {
        JsonNode dry = server.importFile(tenant, "?dryRun=true", FAULTY);

        JsonNode done = server.ask(tenant, dry, "commit", """
                {"corrections": [{"column": "KPI", "from": "order", "to": "orders"}, {"line": 4, "column": "value", "value": 3.5}],
                 "skip": [5, 6]}""");

        assertThat(dry.path("status").asText()).isEqualTo("FAILED");
        assertThat(done.path("status").asText()).as(done.toString()).isEqualTo("SUCCEEDED");
        assertThat(done.path("id").asText()).isEqualTo(dry.path("id").asText());
        assertThat(done.path("dryRun").asBoolean()).isFalse();
        assertThat(done.path("errorFile").isNull()).isTrue();
        assertThat(server.column(tenant, "SELECT value::text FROM observation ORDER BY period"))
                .containsExactly("1", "2", "3.5");
        assertThat(DataServer.json(server.get(tenant, "/api/v1/imports")).path("items"))
                .hasSize(1);
    }

    @Test
    void failsOnFaultsThatRemainAndOnDecisionsThatFitNothing() {
        JsonNode dry = server.importFile(tenant, "?dryRun=true", FAULTY);

        JsonNode failed = server.ask(tenant, dry, "commit", """
                {"corrections": [{"line": 3, "column": "kpi", "value": "orders"}, {"line": 99, "column": "value", "value": "1"},
                   {"line": 4, "column": "valeu", "value": "1"}, {"column": "no", "from": "1", "to": "2"}],
                 "skip": [1, 50]}""");

        assertThat(failed.path("status").asText()).isEqualTo("FAILED");
        assertThat(ImportFormatsIT.faults(failed))
                .containsExactly(
                        "1 null HEADER_NOT_SKIPPED",
                        "1 no COLUMN_MISSING",
                        "4 valeu COLUMN_MISSING",
                        "4 value VALUE_NOT_A_NUMBER",
                        "5 value VALUE_NOT_A_NUMBER",
                        "6 value DUPLICATE_LINE",
                        "50 null DECISION_LINE_UNKNOWN",
                        "99 null DECISION_LINE_UNKNOWN");
        assertThat(server.column(tenant, "SELECT value::text FROM observation")).isEmpty();
        assertThat(server.column(tenant, "SELECT data_version::text FROM settings"))
                .containsExactly("0");

        JsonNode again = server.ask(tenant, failed, "commit", "{\"skip\": [3, 4, 5, 6]}");
        assertThat(again.path("inserted").asInt()).isEqualTo(1);
    }

    @Test
    void correctsTheHeaderByTheNamesThatTheFileHas() {
        JsonNode failed = server.importFile(tenant, "", "period,ordres\n2026-01,1\n2026-02,x\n");

        JsonNode done = server.ask(tenant, failed, "commit", """
                {"corrections": [{"line": 1, "column": "ordres", "value": "orders"}, {"line": 3, "column": "ordres", "value": "2"}]}""");

        assertThat(done.path("status").asText()).as(done.toString()).isEqualTo("SUCCEEDED");
        assertThat(done.path("inserted").asInt()).isEqualTo(2);
    }

    @Test
    void refusesToCommitWhatIsWrittenOrGone() {
        JsonNode written = server.importFile(tenant, "", "kpi,period,value\norders,2026-01,1\n");
        JsonNode dry = server.importFile(tenant, "?dryRun=true", "kpi,period,value\norders,2026-02,1\n");
        server.sql(
                tenant,
                "UPDATE data_import SET file_until = now() WHERE id = '"
                        + dry.path("id").asText() + "'");

        assertThat(conflict(written, "commit")).contains("has been written already");
        assertThat(conflict(dry, "commit")).contains("24 hours");
        assertThat(conflict(dry, "revert")).contains("written nothing");
    }

    @Test
    void givesTheFaultyLinesBackToBeMendedAndImported() {
        JsonNode failed = server.importFile(tenant, "", FAULTY);

        HttpResponse<String> file = server.get(tenant, failed.path("errorFile").asText(), "Accept-Language", "ko");

        assertThat(file.headers().firstValue("Content-Type")).hasValue("text/csv; charset=utf-8");
        assertThat(file.body().lines())
                .containsExactly(
                        "\uFEFFkpi,period,value,#line,#error",
                        "order,2026-02,2,3,kpi: " + messages(failed, 0),
                        "orders,2026-03,many,4,value: `many`은(는) 숫자가 아닙니다.",
                        "orders,2026-04,'=1+1,5,value: `=1+1`은(는) 숫자가 아닙니다.",
                        "orders,2026-01,5,6,value: 같은 셀이 2번째 줄에 이미 있습니다.");
        String mended =
                file.body().replace("order,", "orders,").replace("many", "3").replace("'=1+1", "4");
        JsonNode done = server.importFile(tenant, "", mended);
        assertThat(done.path("inserted").asInt()).as(done.toString()).isEqualTo(4);
    }

    @Test
    void countsAllFaultsAndListsTheFirst() {
        String lines = "orders,2026-13,1\n".repeat(ImportFaults.MAX_LISTED + 5);

        JsonNode failed = server.importFile(tenant, "?onError=skip", "kpi,period,value\n" + lines);

        assertThat(failed.path("faults").asInt()).isEqualTo(ImportFaults.MAX_LISTED + 5);
        assertThat(failed.path("rejected").asInt()).isEqualTo(ImportFaults.MAX_LISTED + 5);
        assertThat(failed.path("errors")).hasSize(ImportFaults.MAX_LISTED);
        HttpResponse<String> file = server.get(tenant, failed.path("errorFile").asText());
        assertThat(file.body().lines()).hasSize(ImportFaults.MAX_LISTED + 6);
    }

    @Test
    void deletesTheFileWhenItsTimeIsOver() {
        JsonNode failed = server.importFile(tenant, "", FAULTY);
        String path = server.column(tenant, "SELECT file FROM data_import").getFirst();
        var key = new ObjectKey(tenant.id(), path);
        assertThat(files.get(key)).isPresent();

        assertThat(server.expiry().due(tenant.id(), path)).isEmpty();

        assertThat(files.get(key)).isEmpty();
        assertThat(server.column(tenant, "SELECT code FROM import_fault")).isEmpty();
        server.sql(tenant, "UPDATE data_import SET file_until = now()");
        JsonNode now = DataServer.json(
                server.get(tenant, "/api/v1/imports/" + failed.path("id").asText()));
        assertThat(now.path("errorFile").isNull()).isTrue();
        assertThat(now.path("errors")).isNotEmpty();
        assertThat(server.get(tenant, failed.path("errorFile").asText()).statusCode())
                .isEqualTo(404);
    }

    @Test
    void keepsTheFileOfAnImportThatHasNotEnded() {
        server.importFile(tenant, "", FAULTY);
        server.sql(tenant, "UPDATE job SET status = 'RUNNING', finished_at = NULL");
        String path = server.column(tenant, "SELECT file FROM data_import").getFirst();

        assertThat(server.expiry().due(tenant.id(), path)).isPresent();

        assertThat(files.get(new ObjectKey(tenant.id(), path))).isPresent();
    }

    @Test
    void asksToBeRemindedBeforeTheFileIsThere() {
        server.importFile(tenant, "", FAULTY);
        List<String> waiting = server.tenancy
                .directoryDatabase()
                .inTransaction(tx -> tx.createQuery(
                                "SELECT (execution_time > now() + interval '23 hours')::text FROM scheduled_tasks"
                                        + " WHERE task_name = 'reminder' AND task_instance LIKE 'import-file/' || :tenant || '/%'")
                        .bind("tenant", tenant.id().toString())
                        .mapTo(String.class)
                        .list());

        assertThat(waiting).containsExactly("true");
    }

    private String messages(JsonNode failed, int index) {
        HttpResponse<String> korean =
                server.get(tenant, "/api/v1/imports/" + failed.path("id").asText(), "Accept-Language", "ko");
        return DataServer.json(korean).at("/errors/" + index + "/message").asText();
    }

    private String conflict(JsonNode imported, String what) {
        HttpResponse<String> answer = server.send(
                tenant,
                "POST",
                "/api/v1/imports/" + imported.path("id").asText() + ":" + what,
                "application/json",
                "{}");
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(409);
        return answer.body();
    }
}
