package com.planitai.kpi.server.app;

import com.fasterxml.jackson.databind.JsonNode;
import com.planitai.kpi.server.app.RunningServer.Person;
import java.net.http.HttpResponse;
import java.time.YearMonth;
import java.util.List;
import java.util.Locale;

/** A small subscription business with four years of months and a plan, the same at every run, through the product's own API. */
final class AnalysisWorld {
    static final YearMonth FIRST = YearMonth.parse("2022-01");
    static final int MONTHS = 48;

    private static final String DEFINITION = """
            {"dimensions": [{"code": "region", "name": "Region", "members": [{"code": "kr", "name": "Korea"}, {"code": "jp", "name": "Japan"}]}],
             "kpis": [
               {"code": "visits", "name": "Visits", "unit": {"type": "COUNT"}, "grain": "MONTH", "rollup": "SUM", "memberRollup": "SUM", "dimensions": ["region"]},
               {"code": "sign_ups", "name": "Sign-ups", "unit": {"type": "COUNT"}, "grain": "MONTH", "rollup": "SUM", "memberRollup": "SUM", "dimensions": ["region"]},
               {"code": "customers", "name": "Customers", "unit": {"type": "COUNT"}, "grain": "MONTH", "rollup": "LAST"},
               {"code": "price", "name": "Price", "unit": {"type": "CURRENCY", "currency": "KRW"}, "grain": "MONTH", "rollup": "AVERAGE"},
               {"code": "discounts", "name": "Discounts", "unit": {"type": "CURRENCY", "currency": "KRW"}, "grain": "MONTH", "rollup": "SUM"},
               {"code": "conversion", "name": "Conversion", "unit": {"type": "PERCENT"}, "grain": "MONTH", "rollup": "RECOMPUTE", "formula": "sign_ups / visits"},
               {"code": "gross", "name": "Gross", "unit": {"type": "CURRENCY", "currency": "KRW"}, "grain": "MONTH", "rollup": "SUM", "formula": "customers * price"},
               {"code": "mrr", "name": "MRR", "unit": {"type": "CURRENCY", "currency": "KRW"}, "grain": "MONTH", "rollup": "LAST", "formula": "gross - discounts"}],
             "trees": [
               {"slug": "revenue", "name": "Revenue", "root": "mrr", "influences": [{"from": "customers", "to": "conversion", "note": "More sign-ups"}]},
               {"slug": "funnel", "name": "Funnel", "root": "conversion"},
               {"slug": "just-visits", "name": "Visits", "root": "visits"}]}
            """;

    private final RunningServer server;
    final Person owner;

    AnalysisWorld(RunningServer server) {
        this.server = server;
        this.owner = server.signUp();
        RunningServer.require(server.post("/api/v1/definition:apply", owner.token(), DEFINITION), 200);
        StringBuilder batch = new StringBuilder();
        for (int month = 0; month < MONTHS; month++) {
            double season = Math.round(120 * Math.sin(2 * Math.PI * month / 12));
            put(batch, "visits", month, "actual", "kr", 10_000 + 90 * month + season + noise(month));
            put(batch, "visits", month, "actual", "jp", 4_000 + 20 * month + noise(month + 5));
            put(batch, "sign_ups", month, "actual", "kr", 500 + 4 * month + noise(month + 11) / 5);
            put(batch, "sign_ups", month, "actual", "jp", 100 + month + noise(month + 17) / 5);
            put(
                    batch,
                    "customers",
                    month,
                    "actual",
                    "",
                    2_000 + 25 * month + season + (month == 30 ? 900 : noise(month + 3)));
            put(batch, "price", month, "actual", "", 9_900 + noise(month + 23));
            put(batch, "discounts", month, "actual", "", 300_000 + 1_000 * noise(month + 29));
            put(batch, "customers", month, "plan", "", 2_100 + 26 * month);
            put(batch, "price", month, "plan", "", 9_900);
            put(batch, "discounts", month, "plan", "", 250_000);
        }
        RunningServer.require(
                server.post(
                        "/api/v1/observations:batch",
                        owner.token(),
                        "{\"observations\": [" + batch.substring(1) + "]}"),
                200);
    }

    static String month(int index) {
        return FIRST.plusMonths(index).toString();
    }

    JsonNode get(String path) {
        HttpResponse<String> response = server.get(path, owner.token());
        RunningServer.require(response, 200);
        return RunningServer.json(response);
    }

    JsonNode post(String path, String body) {
        HttpResponse<String> response = server.post(path, owner.token(), body);
        RunningServer.require(response, 200);
        return RunningServer.json(response);
    }

    /** The codes and places of all faults of a refused request. */
    List<String> faults(HttpResponse<String> response) {
        RunningServer.require(response, 422);
        return RunningServer.json(response)
                .path("errors")
                .valueStream()
                .map(error -> error.path("pointer").asText() + " "
                        + error.path("code").asText())
                .toList();
    }

    List<String> faultsOfPost(String path, String body) {
        return faults(server.post(path, owner.token(), body));
    }

    List<String> faultsOfGet(String path) {
        return faults(server.get(path, owner.token()));
    }

    private static void put(StringBuilder batch, String kpi, int month, String scenario, String region, double value) {
        String members = region.isEmpty() ? "{}" : "{\"region\": \"" + region + "\"}";
        batch.append(String.format(
                Locale.ROOT,
                ",{\"kpi\": \"%s\", \"period\": \"%s\", \"scenario\": \"%s\", \"members\": %s, \"value\": %s}",
                kpi,
                month(month),
                scenario,
                members,
                value));
    }

    private static double noise(int seed) {
        return Math.round(20 * Math.sin(seed * 12.9898) + 12 * Math.cos(seed * 78.233));
    }
}
