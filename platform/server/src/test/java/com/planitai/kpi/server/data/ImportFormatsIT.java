package com.planitai.kpi.server.data;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.planitai.kpi.server.sheet.WorkbookFile;
import com.planitai.kpi.tenancy.Tenant;
import com.planitai.kpi.tenancy.testing.PostgresExtension;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

class ImportFormatsIT {
    @RegisterExtension
    static final PostgresExtension POSTGRES = new PostgresExtension();

    private static final String XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";
    private static DataServer server;
    private Tenant tenant;

    @BeforeAll
    static void start(@TempDir Path folder) throws IOException {
        server = DataServer.start(POSTGRES.tenancy(), folder);
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
    void readsAWorkbookWithDatesSharedStringsAndStoredNumbers() {
        byte[] file = new WorkbookFile()
                .strings("<si><t>kpi</t></si><si><t>period</t></si><si><t>value</t></si><si><t>orders</t></si>")
                .rows("""
                        <row r="1"><c r="A1" t="s"><v>0</v></c><c r="B1" t="s"><v>1</v></c><c r="C1" t="s"><v>2</v></c></row>
                        <row r="2"><c r="A2" t="s"><v>3</v></c><c r="B2" s="1"><v>46023</v></c><c r="C2" s="4"><v>0.125</v></c></row>
                        <row r="3"><c r="A3" t="s"><v>3</v></c><c r="B3" t="str"><v>2026-02</v></c>
                          <c r="C3" t="inlineStr"><is><t>▲1,234</t></is></c></row>
                        """)
                .bytes();

        JsonNode done = server.importFile(tenant, XLSX, file);

        assertThat(done.path("status").asText()).as(done.toString()).isEqualTo("SUCCEEDED");
        assertThat(server.column(tenant, "SELECT value::text FROM observation ORDER BY period"))
                .containsExactly("0.125", "-1234");
    }

    @Test
    void namesTheRowOfAWorkbooksFaults() {
        byte[] file = new WorkbookFile().rows("""
                        <row r="1"><c t="str"><v>period</v></c><c t="str"><v>orders</v></c></row>
                        <row r="5"><c s="1"><v>46024</v></c><c><v>1</v></c></row>
                        <row r="7"><c t="str"><v>2026-01</v></c><c t="e"><v>#N/A</v></c></row>
                        """).bytes();

        JsonNode done = server.importFile(tenant, XLSX, file);

        assertThat(faults(done)).containsExactly("5 period DATE_NOT_FIRST_OF_PERIOD", "7 orders VALUE_NOT_A_NUMBER");
        JsonNode broken = server.importFile(tenant, XLSX, "no workbook".getBytes(StandardCharsets.UTF_8));
        assertThat(faults(broken)).containsExactly("1 null WORKBOOK_BROKEN");
        String errorFile = "/api/v1/imports/" + broken.path("id").asText() + "/error-file";
        assertThat(server.get(tenant, errorFile).statusCode()).isEqualTo(404);
    }

    @Test
    void readsShiftJisAndCp949() {
        server.sql(
                tenant,
                "INSERT INTO dimension_member (dimension, code, name, position) VALUES ('region', '東京', 'T', 2)");
        server.sql(
                tenant,
                "INSERT INTO dimension_member (dimension, code, name, position) VALUES ('region', '서울', 'S', 3)");
        byte[] japanese =
                "kpi,period,region,value\nsales,2026-01,東京,１億２，３４５万\n".getBytes(Charset.forName("windows-31j"));
        byte[] korean = "kpi,period,region,value\nsales,2026-01,서울,△3천만\n".getBytes(Charset.forName("x-windows-949"));

        assertThat(server.importFile(tenant, "text/csv", japanese)
                        .path("status")
                        .asText())
                .isEqualTo("SUCCEEDED");
        assertThat(server.importFile(tenant, "text/csv; charset=euc-kr", korean)
                        .path("status")
                        .asText())
                .isEqualTo("SUCCEEDED");
        assertThat(server.column(tenant, "SELECT members || ' ' || value FROM observation ORDER BY value"))
                .containsExactly("region=서울 -30000000", "region=東京 123450000");
    }

    @Test
    void reportsBytesThatAreNoTextByLineAndColumn() {
        var file = new ByteArrayOutputStream();
        file.writeBytes(
                "kpi,period,value,#note\norders,2026-01,1,매출\norders,2026-02,2,".getBytes(StandardCharsets.UTF_8));
        file.write(0xC3);
        file.writeBytes("\nord".getBytes(StandardCharsets.UTF_8));
        file.write(0xFF);
        file.writeBytes("ers,2026-03,3,\n".getBytes(StandardCharsets.UTF_8));

        JsonNode done = server.importFile(tenant, "text/csv", file.toByteArray());

        assertThat(faults(done)).containsExactly("3 #note BYTES_NOT_DECODABLE", "4 kpi BYTES_NOT_DECODABLE");
        assertThat(server.column(tenant, "SELECT value::text FROM observation")).isEmpty();
    }

    @Test
    void readsPercentAndCurrencyByTheKpisUnit() {
        server.sql(
                tenant,
                "INSERT INTO kpi (code, name, unit, grain, rollup) VALUES"
                        + " ('margin', 'M', '{\"type\": \"PERCENT\"}', 'MONTH', 'AVERAGE'),"
                        + " ('cash', 'C', '{\"type\": \"CURRENCY\", \"currency\": \"KRW\"}', 'MONTH', 'SUM')");

        JsonNode done = server.importFile(tenant, "", "period,margin,cash\n2026-01,5%,\"₩1,000\"\n2026-02,,3만원\n");

        assertThat(done.path("status").asText()).as(done.toString()).isEqualTo("SUCCEEDED");
        assertThat(server.column(tenant, "SELECT value::text FROM observation ORDER BY value"))
                .containsExactly("0.05", "1000", "30000");
        assertThat(faults(server.importFile(tenant, "", "period,margin,cash,orders\n2026-01,\"1,5%\",500円,5%\n")))
                .containsExactly(
                        "2 margin NUMBER_DECIMAL_COMMA",
                        "2 cash CURRENCY_OF_OTHER_UNIT",
                        "2 orders PERCENT_OF_OTHER_UNIT");
    }

    static List<String> faults(JsonNode done) {
        return done.path("errors").findParents("code").stream()
                .map(error ->
                        error.path("line").asText() + " " + error.path("column").asText() + " "
                                + error.path("code").asText())
                .toList();
    }
}
