package com.planitai.kpi.server.app;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.planitai.kpi.server.app.RunningServer.Person;
import java.io.ByteArrayInputStream;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Whatever is sent, the answer says what is wrong with it and is never a fault of ours. */
class BadInputIT {
    @RegisterExtension
    static final RunningServer SERVER = RunningServer.shared();

    private static final String KPIS = "/api/v1/kpis";
    private static final String KPI = """
            {"code": "%s", "name": "Name", "unit": {"type": "COUNT"}, "grain": "MONTH", "rollup": "SUM"}""";
    private static final int LARGE_BODY_BYTES = 30 * 1024 * 1024;
    private static final int DEEP = 10_000;
    private static final Duration IMPORT_PATIENCE = Duration.ofSeconds(20);

    private static Person owner;

    @BeforeAll
    static void signUp() {
        owner = SERVER.signUp();
        RunningServer.require(SERVER.post(KPIS, owner.token(), KPI.formatted("orders")), 201);
        RunningServer.require(SERVER.post(KPIS, owner.token(), """
                        {"code": "price", "name": "Price", "unit": {"type": "CURRENCY", "currency": "EUR"}, "grain": "MONTH", "rollup": "SUM"}"""), 201);
    }

    @ParameterizedTest
    @CsvSource({
        "en, The document cannot be read",
        "ko, 문서를 읽을 수 없습니다",
        "ja, 文書を読み取れません",
    })
    void saysThatHalfADocumentCannotBeRead(String language, String title) {
        HttpResponse<String> response = SERVER.post(KPIS, owner.token(), "{", "Accept-Language", language);

        JsonNode problem = problem(response, 400, "malformed-json");
        assertThat(problem.path("title").asText()).isEqualTo(title);
        assertThat(problem.path("instance").asText()).isEqualTo(KPIS);
        assertThat(problem.path("traceId").asText()).matches("[0-9a-f]{32}");
    }

    @Test
    void refusesDocumentsNestedDeeperThanAnyOfOurs() {
        problem(SERVER.post(KPIS, owner.token(), "[".repeat(DEEP) + "]".repeat(DEEP)), 400, "malformed-json");
        problem(
                SERVER.post(KPIS, owner.token(), "{\"a\":".repeat(DEEP) + "1" + "}".repeat(DEEP)),
                400,
                "malformed-json");
        problem(yaml("[".repeat(DEEP) + "]".repeat(DEEP)), 400, "malformed-json");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "{\"code\": \"a\", \"code\": \"b\"}",
                "{} {}",
                "{]",
                "nul",
                "{'code': 1}",
                "\uFEFF",
                "{\"a\": 01}",
                "{\"a\": NaN}",
            })
    void refusesWhatIsNoJson(String body) {
        problem(SERVER.post(KPIS, owner.token(), body), 400, "malformed-json");
    }

    @ParameterizedTest
    @ValueSource(strings = {"[1]", "\"text\"", "1", "null", "true", "{}", "{\"nothing\": \"known\"}"})
    void refusesDocumentsOfAnotherShape(String body) {
        problem(SERVER.post(KPIS, owner.token(), body), 422, "invalid-input");
    }

    @ParameterizedTest
    @ValueSource(strings = {"%", "a: [", "a: &x [*x]\nb: !!java.net.URL [x]", "\u0000", "a: 1\na: 2", "\t- x"})
    void refusesWhatIsNoYaml(String body) {
        assertThat(yaml(body).statusCode()).isIn(400, 422);
        problem(yaml(body));
    }

    @Test
    void refusesAnAddressThatIsNoneOnceItsBlanksAreGone() {
        problem(
                send("POST", "/api/v1/auth/signup", BodyPublishers.ofString("""
                {"organization": {"slug": "blank-address", "name": "Blank"},
                 "user": {"email": "\u3000@b.example", "name": "Owner", "password": "%s"}}""".formatted(RunningServer.PASSWORD))),
                422,
                "invalid-input");
    }

    @Test
    void refusesBodiesThatAreTooLarge() {
        byte[] large = new byte[LARGE_BODY_BYTES];
        Arrays.fill(large, (byte) ' ');

        problem(send("POST", KPIS, BodyPublishers.ofByteArray(large)), 413, "too-large");
        problem(
                send("POST", KPIS, BodyPublishers.ofInputStream(() -> new ByteArrayInputStream(large))),
                413,
                "too-large");
    }

    @Test
    void refusesOtherMediaTypes() {
        problem(
                SERVER.post(KPIS, owner.token(), KPI.formatted("x"), "Content-Type", "text/plain"),
                415,
                "unsupported-media-type");
        problem(
                SERVER.post(
                        KPIS, owner.token(), KPI.formatted("x"), "Content-Type", "application/x-www-form-urlencoded"),
                415,
                "unsupported-media-type");
        problem(
                SERVER.post("/api/v1/imports", owner.token(), "{}", "Content-Type", "application/json"),
                415,
                "unsupported-media-type");
        problem(SERVER.send("POST", KPIS, owner.token(), BodyPublishers.ofString("{}")), 415, "unsupported-media-type");
        problem(SERVER.post(KPIS, owner.token(), "{}", "Content-Type", "nonsense;;=;"), 400, "malformed-request");
    }

    @ParameterizedTest
    @ValueSource(strings = {"\\u0000", "\\ud800", "\\udc00 low first", "\\udc00\\ud800"})
    void refusesCharactersThatTheDatabaseCannotKeep(String text) {
        JsonNode problem = problem(
                SERVER.post(KPIS, owner.token(), KPI.formatted("x").replace("Name", text)), 422, "invalid-input");

        assertThat(problem.at("/errors/0/pointer").asText()).isEqualTo("/name");
        assertThat(problem.at("/errors/0/code").asText()).isEqualTo("CHARACTER_NOT_ALLOWED");
        notAFaultOfOurs(SERVER.post(KPIS, owner.token(), "{\"" + text + "\": 1}"));
        problem(SERVER.post("/api/v1/auth/login", null, """
                {"tenant": "%s", "email": "%s", "password": "%s"}""".formatted(text, text, text)), 422, "invalid-input");
        problem(
                SERVER.post("/api/v1/formulas:check", owner.token(), "{\"formula\": \"" + text + "\"}"),
                422,
                "invalid-input");
        problem(SERVER.post("/api/v1/observations:batch", owner.token(), """
                {"observations": [{"kpi": "orders", "period": "2025-01", "value": 1, "members": {"region": "%s"}}]}""".formatted(text)), 422, "invalid-input");
        notAFaultOfOurs(SERVER.post(
                "/api/v1/observations:batch",
                owner.token(),
                "{\"kpi\": \"%s\", \"period\": \"2025-01\", \"scenario\": \"%s\", \"value\": 1}\n"
                        .formatted(text, text),
                "Content-Type",
                "application/x-ndjson"));
    }

    @Test
    void survivesCharactersInFilesThatTheDatabaseCannotKeep() {
        HttpResponse<String> taken = SERVER.post(
                "/api/v1/imports",
                owner.token(),
                "kpi,period,value\nor\u0000ders,2025-01,1\norders,2025-02,\u0000\n",
                "Content-Type",
                "text/csv",
                "Content-Disposition",
                "attachment; filename*=UTF-8''a%00b.csv");

        RunningServer.require(taken, 202);
        String location = taken.headers().firstValue("Location").orElseThrow();
        JsonNode report = RunningServer.json(taken);
        long end = System.nanoTime() + IMPORT_PATIENCE.toNanos();
        while (!report.path("status").asText().equals("FAILED") && System.nanoTime() < end) {
            Thread.onSpinWait();
            report = RunningServer.json(SERVER.get(location, owner.token()));
        }
        assertThat(report.path("errors").findValuesAsText("line")).containsExactly("2", "3");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"1e999", "-1e999", "1e-999", "123456789012345678901234567890123456789012345678901234567890"})
    void refusesOrTakesNumbersOfAnySize(String number) {
        notAFaultOfOurs(SERVER.post("/api/v1/observations:batch", owner.token(), """
                {"observations": [{"kpi": "orders", "period": "2025-01", "value": %s}]}""".formatted(number)));
        notAFaultOfOurs(SERVER.post(KPIS, owner.token(), """
                {"code": "huge", "name": "N", "unit": {"type": "COUNT"}, "grain": "MONTH", "decimals": %s,
                 "thresholds": {"amber": %s, "red": %s}, "missing": {"policy": "CARRY_FORWARD", "limit": %s},
                 "direction": {"type": "RANGE", "lower": 0, "upper": %s}}""".formatted(number, number, number, number, number)));
        notAFaultOfOurs(SERVER.post(
                "/api/v1/formulas:check", owner.token(), "{\"formula\": \"orders * %s\"}".formatted(number)));
        notAFaultOfOurs(SERVER.get(KPIS + "?limit=" + number, owner.token()));
        problem(SERVER.post(KPIS, owner.token(), "{\"decimals\": " + "9".repeat(5_000) + "}"), 400, "malformed-json");
    }

    @ParameterizedTest
    @ValueSource(strings = {"-1", "0", "501", "9999999999999", "ten", "1.5", "%00", "%20"})
    void refusesLimitsOutOfRange(String limit) {
        for (String list : lists()) {
            HttpResponse<String> response = SERVER.get(list + "?limit=" + limit, owner.token());
            assertThat(response.statusCode()).as(list).isIn(400, 422);
            problem(response);
        }
    }

    @Test
    void refusesCursorsThatItNeverGave() {
        List<String> cursors = List.of(
                "%20",
                "!!!",
                "%E2%82",
                base64("\u0000"),
                base64("'; DROP TABLE kpi; --"),
                base64("99999999999999999999"),
                base64("-1"),
                Base64.getUrlEncoder().encodeToString(new byte[] {(byte) 0xff, (byte) 0xfe}),
                "A".repeat(4_000));
        for (String list : lists()) {
            for (String cursor : cursors) {
                notAFaultOfOurs(SERVER.get(list + "?cursor=" + cursor, owner.token()));
            }
        }
        problem(SERVER.get(KPIS + "?cursor=!!!", owner.token()), 422, "invalid-input");
    }

    @ParameterizedTest
    @ValueSource(strings = {"1", "\"", "\"abc\"", "W/\"1\"", "\"99999999999999999999\"", "\"-1\"", ",,,"})
    void changesNothingUnderAPreconditionThatItCannotRead(String ifMatch) {
        HttpResponse<String> response = SERVER.send(
                "PATCH",
                KPIS + "/orders",
                owner.token(),
                BodyPublishers.ofString("{\"name\": \"Changed\"}"),
                "Content-Type",
                "application/merge-patch+json",
                "If-Match",
                ifMatch);

        problem(response, 412, "stale-revision");
    }

    @Test
    void survivesGarbageInAddresses() {
        for (String path : List.of(
                "/api/v1/kpis/%00",
                "/api/v1/kpis/%ff%fe",
                "/api/v1/kpis/%ED%A0%80",
                "/api/v1/kpis/%2e%2e%2f%2e%2e",
                "/api/v1/kpis/" + "a".repeat(4_000),
                "/api/v1/trees/%00/evaluation?period=2025",
                "/api/v1/imports/not-a-uuid",
                "/api/v1/imports/%00",
                "/api/v1/import-mappings/%00",
                "/api/v1/kpis/orders/series?from=%00&to=2025-01",
                "/api/v1/kpis/orders/series?from=2025-01&to=2025-02&scenario=%00",
                "/api/v1/kpis/orders/series?from=2025-01&to=2025-02&where=%00:%00",
                "/api/v1/kpis/orders/series?from=2025-01&to=2025-02&where=::,,",
                "/api/v1/kpis/orders/series?from=2025-01&to=2025-02&groupBy=,,%20",
                "/api/v1/kpis/orders/series?from=2025-01&to=2025-02&asOf=yesterday",
                "/api/v1/kpis/orders/series?from=999999999-01&to=2025-02",
                "/api/v1/kpis/orders/series?from=0001-01&to=9999-12",
                "/api/v1/kpis/orders/series?from=2025-13&to=2025-02",
                "/api/v1/kpis/orders/series?from=2025-02&to=2025-01",
                "/api/v1/kpis/orders/series?from=2025-01&to=2025-02&grain=DECADE",
                "/api/v1/kpis/orders/series",
                "/problems/%00",
                "/problems/..%2f")) {
            HttpResponse<String> response = SERVER.get(path, owner.token());
            notAFaultOfOurs(response);
            assertThat(response.statusCode()).as(path).isBetween(200, 499);
        }
        notAFaultOfOurs(SERVER.get("/api/v1/kpis/orders", owner.token(), "Min-Tenant-Version", "-1"));
        notAFaultOfOurs(SERVER.get(
                "/api/v1/kpis/orders/series?from=2025-01&to=2025-02", owner.token(), "Min-Tenant-Version", "abc"));
    }

    @Test
    void refusesHeadersThatAreTooLarge() {
        HttpResponse<String> response = SERVER.get("/health", null, "X-Large", "a".repeat(40 * 1024));

        assertThat(response.statusCode()).isBetween(400, 431);
        problem(response);
    }

    @Test
    void refusesTextThatIsNotUtf8() {
        for (byte[] bytes : List.of(
                new byte[] {'{', '"', (byte) 0xff, '"', ':', '1', '}'},
                new byte[] {'{', '"', (byte) 0xed, (byte) 0xa0, (byte) 0x80, '"', ':', '1', '}'},
                new byte[] {0, 0, (byte) 0xfe, (byte) 0xff, 0x7f, 0, 0, 0},
                new byte[] {'{', 0, 0, 0, 0x7f, 0x7f, 0x7f, 0x7f},
                new byte[] {(byte) 0xfe, (byte) 0xff, (byte) 0xd8, 0})) {
            HttpResponse<String> response = SERVER.send(
                    "POST", KPIS, owner.token(), BodyPublishers.ofByteArray(bytes), "Content-Type", "application/json");
            notAFaultOfOurs(response);
            assertThat(response.statusCode()).as(Arrays.toString(bytes)).isIn(400, 422);
        }
    }

    @Test
    void listsEveryFaultOfADocument() {
        JsonNode problem = problem(SERVER.post(KPIS, owner.token(), """
                {"code": "Not A Code", "name": "", "unit": {"type": "APPLES"}, "grain": "MONTH", "owner": 7, "colour": "red"}"""), 422, "invalid-input");

        assertThat(problem.path("errors").findValuesAsText("pointer"))
                .containsExactlyInAnyOrder("/code", "/name", "/unit/type", "/owner", "/colour");
        assertThat(problem.path("errors").findValuesAsText("code"))
                .containsExactlyInAnyOrder(
                        "WRONG_FORMAT", "TOO_SHORT", "VALUE_NOT_ALLOWED", "WRONG_TYPE", "FIELD_UNKNOWN");
    }

    @ParameterizedTest
    @CsvSource({"order * 2, UNKNOWN_KPI", "orders * (2, UNEXPECTED_END", "orders + price, UNIT_CLASH"})
    void explainsFormulasThatDoNotHold(String formula, String code) {
        JsonNode check = RunningServer.json(
                SERVER.post("/api/v1/formulas:check", owner.token(), "{\"formula\": \"%s\"}".formatted(formula)));
        assertThat(check.path("valid").asBoolean()).isFalse();
        assertThat(check.at("/problems/0/code").asText()).isEqualTo(code);

        JsonNode problem = problem(SERVER.post(KPIS, owner.token(), """
                        {"code": "derived", "name": "D", "unit": {"type": "COUNT"}, "grain": "MONTH", "formula": "%s"}""".formatted(formula)), 422, "invalid-input");
        assertThat(problem.path("errors").findValuesAsText("code")).contains(code);
        assertThat(problem.at("/errors/0/pointer").asText()).isEqualTo("/formula");
        assertThat(problem.at("/errors/0/line").asInt()).isEqualTo(1);
        assertThat(problem.at("/errors/0/column").asInt()).isPositive();
    }

    @Test
    void namesThePathOfACircle() {
        JsonNode problem = problem(SERVER.post("/api/v1/definition:apply", owner.token(), """
                {"kpis": [{"code": "egg", "name": "E", "unit": {"type": "COUNT"}, "grain": "MONTH", "formula": "hen * 1"},
                          {"code": "hen", "name": "H", "unit": {"type": "COUNT"}, "grain": "MONTH", "formula": "egg * 1"}]}"""), 422, "invalid-input");

        assertThat(problem.path("errors").findValuesAsText("code")).contains("CYCLE");
        assertThat(problem.path("errors").toString()).contains("egg").contains("hen");
    }

    private static List<String> lists() {
        return List.of(
                KPIS,
                KPIS + "/orders/versions",
                "/api/v1/dimensions",
                "/api/v1/scenarios",
                "/api/v1/trees",
                "/api/v1/imports",
                "/api/v1/import-mappings",
                "/api/v1/templates");
    }

    private static String base64(String text) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }

    private static HttpResponse<String> yaml(String body) {
        return SERVER.post("/api/v1/definition:apply", owner.token(), body, "Content-Type", "application/yaml");
    }

    private static HttpResponse<String> send(String method, String path, BodyPublisher body) {
        return SERVER.send(HttpRequest.newBuilder(URI.create(SERVER.address() + path))
                .header("Authorization", "Bearer " + owner.token())
                .header("Content-Type", "application/json")
                .method(method, body)
                .build());
    }

    private static void notAFaultOfOurs(HttpResponse<String> response) {
        assertThat(response.statusCode()).as(response.body()).isLessThan(500);
        if (response.statusCode() >= 400) {
            problem(response);
        }
    }

    private static JsonNode problem(HttpResponse<String> response, int status, String slug) {
        assertThat(response.statusCode()).as(response.body()).isEqualTo(status);
        JsonNode problem = problem(response);
        assertThat(problem.path("type").asText()).isEqualTo("/problems/" + slug);
        return problem;
    }

    private static JsonNode problem(HttpResponse<String> response) {
        assertThat(response.headers().firstValue("Content-Type")).contains("application/problem+json");
        JsonNode problem = RunningServer.json(response);
        assertThat(problem.path("status").asInt()).isEqualTo(response.statusCode());
        assertThat(problem.path("title").asText()).isNotBlank();
        assertThat(response.body()).doesNotContain("Exception", "\tat ", "org.postgresql");
        return problem;
    }
}
