package com.planitai.kpi.server.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.planitai.kpi.engine.time.FiscalCalendar;
import com.planitai.kpi.engine.time.Period;
import com.planitai.kpi.engine.time.Proration;
import com.planitai.kpi.engine.time.WorkingDays;
import com.planitai.kpi.engine.time.YearNaming;
import com.planitai.kpi.server.app.RunningServer.Person;
import java.net.http.HttpRequest.BodyPublishers;
import java.time.Instant;
import java.time.LocalDate;
import java.time.Month;
import java.time.ZoneOffset;
import java.util.List;
import java.util.TreeSet;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What the present does to the past, and how much of a plan is due by now. */
class RestatedIT {
    @RegisterExtension
    static final RunningServer SERVER = RunningServer.shared();

    private static final String SERIES = "/api/v1/kpis/twice/series?from=2025-01&to=2025-03";

    private Person owner;

    @BeforeEach
    void defineOrders() {
        owner = SERVER.signUp();
        define(
                "{\"code\": \"orders\", \"name\": \"Orders\", \"unit\": {\"type\": \"COUNT\"}, \"grain\": \"MONTH\", \"proration\": \"WORKING_DAYS\"}");
        define(
                "{\"code\": \"twice\", \"name\": \"Twice\", \"unit\": {\"type\": \"COUNT\"}, \"grain\": \"MONTH\", \"formula\": \"orders * 2\"}");
        RunningServer.require(
                SERVER.post(
                        "/api/v1/trees",
                        owner.token(),
                        "{\"slug\": \"tree\", \"name\": \"Tree\", \"root\": \"twice\"}"),
                201);
    }

    @Test
    void flagsTheSeriesOfTheWriterAndOfWhoeverReadsItAnew() {
        observe("actual", "2025-01", "1");
        observe("actual", "2025-02", "1");
        assertThat(get(SERIES)).doesNotContain("restated");

        observe("actual", "2025-02", "2");
        assertThat(get(SERIES)).contains("\"restated\":[\"2025-02\"]");

        define("{\"code\": \"other\", \"name\": \"Other\", \"unit\": {\"type\": \"COUNT\"}, \"grain\": \"MONTH\"}");
        assertThat(get(SERIES)).contains("\"restated\":[\"2025-02\"]");
        assertThat(get("/api/v1/trees/tree/evaluation?period=2025-02")).contains("\"restated\":true");
        assertThat(get("/api/v1/trees/tree/evaluation?period=2025-01")).doesNotContain("restated");
    }

    @Test
    void flagsAtOnceWhatWasWithdrawnAndCameBack() {
        observe("actual", "2025-01", "1");
        observe("actual", "2025-01", "null");
        assertThat(get(SERIES)).contains("\"values\":[null,null,null]");

        observe("actual", "2025-01", "3");
        observe("actual", "2025-02", "4");

        assertThat(get(SERIES)).contains("\"values\":[6.0,8.0,null]", "\"restated\":[\"2025-01\"]");
    }

    @Test
    void flagsNothingThatChangedInTime() {
        String month = LocalDate.now(ZoneOffset.UTC).plusMonths(1).toString().substring(0, 7);
        observe("actual", month, "1");
        observe("actual", month, "2");

        assertThat(get("/api/v1/kpis/orders/series?from=%s&to=%s".formatted(month, month)))
                .contains("\"values\":[2.0]")
                .doesNotContain("restated");
    }

    @Test
    void comparesTheMonthSoFarWithThePlanThatIsDueByWorkingDays() {
        Instant now = Instant.now();
        LocalDate today = LocalDate.ofInstant(now, ZoneOffset.UTC);
        List<String> holidays = List.of(
                today.withDayOfMonth(1).toString(), today.withDayOfMonth(2).toString());
        RunningServer.require(
                SERVER.send(
                        "PATCH",
                        "/api/v1/tenant",
                        owner.token(),
                        BodyPublishers.ofString("{\"timeZone\": \"UTC\", \"holidays\": [\"%s\", \"%s\"]}"
                                .formatted(holidays.get(0), holidays.get(1))),
                        "Content-Type",
                        "application/json"),
                200);
        String month = today.toString().substring(0, 7);
        observe("actual", month, "40");
        observe("plan", month, "100");
        var calendar = new FiscalCalendar(
                ZoneOffset.UTC,
                Month.JANUARY,
                YearNaming.ENDS_IN,
                new WorkingDays(
                        new TreeSet<>(holidays.stream().map(LocalDate::parse).toList())));
        Period period = Period.parse(month).orElseThrow();

        JsonNode nodes = RunningServer.json(
                        SERVER.get("/api/v1/trees/tree/evaluation?compare=plan&period=" + month, owner.token()))
                .path("nodes");

        assertThat(nodes.at("/1/comparisons/plan/value").asDouble()).isEqualTo(100);
        assertThat(nodes.at("/1/comparisons/plan/toDate/value").asDouble())
                .isCloseTo(100 * calendar.elapsedShare(period, Proration.WORKING_DAYS, now), within(1e-9));
        assertThat(nodes.at("/0/comparisons/plan/toDate/value").asDouble())
                .isCloseTo(200 * calendar.elapsedShare(period, Proration.CALENDAR_DAYS, now), within(1e-9));
    }

    private void define(String kpi) {
        RunningServer.require(SERVER.post("/api/v1/kpis", owner.token(), kpi), 201);
    }

    private String get(String path) {
        return SERVER.get(path, owner.token()).body();
    }

    private void observe(String scenario, String period, String value) {
        RunningServer.require(
                SERVER.post(
                        "/api/v1/observations:batch",
                        owner.token(),
                        "{\"observations\": [{\"kpi\": \"orders\", \"scenario\": \"%s\", \"period\": \"%s\", \"value\": %s}]}"
                                .formatted(scenario, period, value)),
                200);
    }
}
