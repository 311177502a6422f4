package com.planitai.kpi.server.app;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.planitai.kpi.server.app.RunningServer.Person;
import com.planitai.kpi.server.http.Json;
import com.planitai.kpi.server.observation.ObservationSettings;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The metrics of the whole program, and that what reads them knows their names. */
class MetricsIT {
    @RegisterExtension
    static final RunningServer SERVER = RunningServer.observed(ObservationSettings.WITHOUT_TRACES);

    private static final Path MONITORING = Path.of("../../infra/monitoring");
    private static final Path EXPLAINED = Path.of("../docs/observability.md");
    private static final Pattern ROW = Pattern.compile("(?m)^\\| `([a-z_]+)`");

    private static final Pattern RECORD = Pattern.compile("(?m)^\\s*- record: (\\S+)$");
    private static final Pattern NO_NAMES =
            Pattern.compile("\\{[^}]*}|\"[^\"]*\"|\\[[^]]*]|\\b(?:by|without|on|ignoring)\\s*\\([^)]*\\)");
    private static final Pattern NAME = Pattern.compile("\\b[a-zA-Z_:][a-zA-Z0-9_:]*\\b(?!\\s*\\()");
    private static final Set<String> WORDS = Set.of("and", "or", "unless", "by", "on");
    /** What Prometheus itself says of what it scrapes. */
    private static final String UP = "up";

    private static final int PATIENCE_MILLIS = 20_000;
    private static final int INVENTIONS = 3_000;
    private static final long SEED = 20_260_101;

    private static Person owner;

    @BeforeAll
    static void makeEveryMetricAppear() throws IOException {
        owner = SERVER.signUp();
        HttpResponse<String> accepted = SERVER.send(
                "POST",
                "/api/v1/imports",
                owner.token(),
                BodyPublishers.ofString("kpi,period,value\nnone,2025-01,1\n"),
                "Content-Type",
                "text/csv");
        RunningServer.require(accepted, 202);
        String job = accepted.headers().firstValue("Location").orElseThrow();
        while (!RunningServer.json(SERVER.get(job, owner.token()))
                .path("status")
                .asText()
                .equals("FAILED")) {
            Thread.onSpinWait();
        }
        sendGarbage();
        while (!Scrape.of(SERVER).names().contains("job_seconds_count")) {
            Thread.onSpinWait();
        }
    }

    @Test
    void tellRequestsApartByMethodRouteAndStatus() {
        SERVER.get("/api/v1/kpis/first?limit=1", owner.token());
        SERVER.get("/api/v1/kpis/second", owner.token());

        String labels = "{meter_scope=\"application\",method=\"GET\",route=\"/api/v1/kpis/{code}\",status=\"404\"";
        Scrape scrape = Scrape.of(SERVER);
        assertThat(scrape.value("http_server_requests_seconds_count" + labels + "}"))
                .isGreaterThanOrEqualTo(2);
        assertThat(scrape.value("http_server_requests_seconds_bucket" + labels + ",le=\"10.0\"}"))
                .isGreaterThanOrEqualTo(2);
    }

    @Test
    void areBoundedWhateverCallersInvent() {
        Random random = new Random(SEED);
        Set<String> known = new TreeSet<>();
        for (String method : List.of("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "INVENTED")) {
            for (String place : List.of("/", "/api/", "/api/v1/kpis/", "/api/v1/trees/", "/problems/")) {
                invent(method, place + "x");
            }
        }
        known.addAll(Scrape.of(SERVER).series("http_server"));

        for (int invention = 0; invention < INVENTIONS; invention++) {
            String word = Long.toString(random.nextLong() & Long.MAX_VALUE, 36);
            String place = List.of("/", "/api/", "/api/v1/kpis/", "/api/v1/trees/", "/problems/")
                    .get(invention % 5);
            String method = random.nextBoolean() ? "GET" : "X" + word.toUpperCase(Locale.ROOT);
            invent(method, place + word + "?" + word + "=" + word);
        }

        assertThat(Scrape.of(SERVER).series("http_server")).isEqualTo(known);
    }

    @Test
    void countWhatNeverReachedARoute() throws IOException {
        double before =
                Scrape.of(SERVER).value("http_server_refused_total{meter_scope=\"application\",status=\"400\"}");

        sendGarbage();

        assertThat(Scrape.of(SERVER).value("http_server_refused_total{meter_scope=\"application\",status=\"400\"}"))
                .isEqualTo(before + 1);
    }

    @Test
    void showPoolsAndTheirWaits() {
        Scrape scrape = Scrape.of(SERVER);

        for (String pool : List.of("requests", "scheduler", "provision")) {
            assertThat(scrape.value("db_pool_connections{meter_scope=\"application\",pool=\"%s\",state=\"limit\"}"
                            .formatted(pool)))
                    .isPositive();
        }
        assertThat(scrape.value("db_pool_connections{meter_scope=\"application\",pool=\"requests\",state=\"pending\"}"))
                .isZero();
        assertThat(scrape.value("db_pool_wait_seconds_count{meter_scope=\"application\",pool=\"requests\"}"))
                .isPositive();
    }

    @Test
    void areOnTheManagementPortOnly() {
        assertThat(SERVER.get("/metrics", owner.token()).statusCode()).isEqualTo(404);
        assertThat(SERVER.get("/observe/metrics", owner.token()).statusCode()).isEqualTo(404);
    }

    @Test
    void areTheOnesThatTheTableExplains() throws IOException {
        String text = Files.readString(EXPLAINED);
        Set<String> explained = ROW.matcher(text.substring(text.indexOf("## Metrics")))
                .results()
                .map(row -> row.group(1))
                .collect(Collectors.toCollection(TreeSet::new));

        assertThat(Scrape.of(SERVER).families()).isEqualTo(explained);
    }

    @Test
    void haveTheNamesThatTheDashboardAsksFor() throws IOException {
        JsonNode dashboard = Json.read(
                Files.readString(MONITORING.resolve("grafana/provisioning/dashboards/planitai-kpi.json")),
                JsonNode.class);
        List<String> expressions = dashboard.findValuesAsText("expr");

        assertThat(expressions).hasSizeGreaterThan(20);
        assertKnown(expressions);
    }

    @Test
    void haveTheNamesThatTheRulesAskFor() throws IOException {
        for (Path file : rules()) {
            List<String> expressions =
                    Json.YAML.readTree(Files.readString(file)).findValuesAsText("expr");

            assertThat(expressions).isNotEmpty();
            assertKnown(expressions);
        }
    }

    private static void assertKnown(List<String> expressions) throws IOException {
        Set<String> known = new TreeSet<>(Scrape.of(SERVER).names());
        known.add(UP);
        for (Path file : rules()) {
            RECORD.matcher(Files.readString(file))
                    .results()
                    .map(rule -> rule.group(1))
                    .forEach(known::add);
        }
        for (String expression : expressions) {
            assertThat(known).as(expression).containsAll(names(expression));
        }
    }

    /** The metrics of an expression: its words that are no label, function or keyword. */
    private static Set<String> names(String expression) {
        return NAME.matcher(NO_NAMES.matcher(expression).replaceAll(""))
                .results()
                .map(name -> name.group())
                .filter(name -> !WORDS.contains(name))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private static List<Path> rules() throws IOException {
        try (Stream<Path> files = Files.list(MONITORING.resolve("prometheus/rules"))) {
            return files.toList();
        }
    }

    private static void invent(String method, String path) {
        SERVER.send(method, path, owner.token(), BodyPublishers.noBody());
    }

    /** Reads until the server hangs up, so that it has counted by then. */
    private static void sendGarbage() throws IOException {
        try (Socket socket = new Socket(
                        InetAddress.getLoopbackAddress(), SERVER.platform().port());
                InputStream answer = socket.getInputStream()) {
            socket.setSoTimeout(PATIENCE_MILLIS);
            socket.getOutputStream()
                    .write("GET /health HTTP/1.1\r\nno colon\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
            assertThat(new String(answer.readAllBytes(), StandardCharsets.UTF_8))
                    .contains(" 400 ");
        }
    }
}
