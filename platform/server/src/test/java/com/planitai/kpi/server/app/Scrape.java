package com.planitai.kpi.server.app;

import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** What Prometheus would read from a running server. */
record Scrape(String text) {
    /** As Prometheus asks. */
    private static final String ACCEPT = "application/openmetrics-text;version=1.0.0,"
            + "application/openmetrics-text;version=0.0.1;q=0.75,text/plain;version=0.0.4;q=0.5,*/*;q=0.1";

    private static final Pattern SAMPLE = Pattern.compile("(?m)^([a-z_A-Z0-9]+)(\\{.*})? (\\S+)$");
    private static final Pattern FAMILY = Pattern.compile("(?m)^# TYPE (\\S+) (\\S+)$");

    static Scrape of(RunningServer server) {
        HttpResponse<String> response = server.send(HttpRequest.newBuilder(
                        URI.create("http://127.0.0.1:" + server.platform().managementPort() + "/metrics"))
                .header("Accept", ACCEPT)
                .build());
        RunningServer.require(response, 200);
        return new Scrape(response.body());
    }

    /** Names of samples, such as {@code http_server_requests_seconds_bucket}. */
    Set<String> names() {
        return SAMPLE.matcher(text)
                .results()
                .map(sample -> sample.group(1))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    /** Samples of metrics that begin so, with their labels and without their values. */
    Set<String> series(String beginning) {
        return SAMPLE.matcher(text)
                .results()
                .filter(sample -> sample.group(1).startsWith(beginning))
                .map(sample -> sample.group(1) + (sample.group(2) == null ? "" : sample.group(2)))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    /** Names of metrics as their types are declared, counters with their ending. */
    Set<String> families() {
        return FAMILY.matcher(text)
                .results()
                .map(family -> family.group(1) + (family.group(2).equals("counter") ? "_total" : ""))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    /** The value of the one sample whose line begins so. */
    double value(String beginning) {
        return text.lines()
                .filter(line -> line.startsWith(beginning))
                .map(line -> Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
                .findFirst()
                .orElseThrow(() -> new AssertionError("no " + beginning + " in\n" + text));
    }
}
