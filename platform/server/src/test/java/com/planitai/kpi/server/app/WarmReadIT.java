package com.planitai.kpi.server.app;

import static org.assertj.core.api.Assertions.assertThat;

import com.planitai.kpi.server.app.RunningServer.Person;
import com.planitai.kpi.server.observation.ObservationSettings;
import java.net.http.HttpResponse;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What a tenant reads again and again comes from memory. */
class WarmReadIT {
    @RegisterExtension
    static final RunningServer SERVER = RunningServer.observed(ObservationSettings.WITHOUT_TRACES);

    private static final int READS = 200;
    /** The server's own looks at its queue and its health use the same pool. */
    private static final int OTHER_WORK = 20;

    private static final String CONNECTIONS_LENT =
            "db_pool_wait_seconds_count{meter_scope=\"application\",pool=\"requests\"}";

    @Test
    void asksTheDatabaseNothing() {
        Person owner = SERVER.signUp();
        RunningServer.require(SERVER.post("/api/v1/definition:apply", owner.token(), """
                {"kpis": [
                  {"code": "orders", "name": "Orders", "unit": {"type": "COUNT"}, "grain": "MONTH", "rollup": "SUM"},
                  {"code": "twice", "name": "Twice", "unit": {"type": "COUNT"}, "grain": "MONTH", "formula": "orders * 2"}],
                 "trees": [{"slug": "growth", "name": "Growth", "root": "twice"}]}
                """), 200);
        RunningServer.require(SERVER.post("/api/v1/observations:batch", owner.token(), """
                {"observations": [{"kpi": "orders", "period": "2026-01", "value": 21}]}"""), 200);
        String[] reads = {
            "/api/v1/kpis/twice/series?from=2026-01&to=2026-01", "/api/v1/trees/growth/evaluation?period=2026-01"
        };
        for (String read : reads) {
            assertThat(answer(read, owner)).contains("42");
        }

        double before = Scrape.of(SERVER).value(CONNECTIONS_LENT);
        for (int read = 0; read < READS; read++) {
            answer(reads[read % reads.length], owner);
        }

        assertThat(Scrape.of(SERVER).value(CONNECTIONS_LENT) - before).isLessThan(OTHER_WORK);
    }

    /** No address names the tenant, and versions of young tenants are alike. */
    @Test
    void takesNoOtherTenantsMarkForItsOwn() {
        Person one = SERVER.signUp();
        Person other = SERVER.signUp();
        for (Person owner : List.of(one, other)) {
            RunningServer.require(SERVER.post("/api/v1/kpis", owner.token(), """
                    {"code": "orders", "name": "Orders", "unit": {"type": "COUNT"}, "grain": "MONTH"}"""), 201);
        }
        String series = "/api/v1/kpis/orders/series?from=2026-01&to=2026-01";
        HttpResponse<String> first = SERVER.get(series, one.token());
        HttpResponse<String> second = SERVER.get(series, other.token());
        String mark = first.headers().firstValue("ETag").orElseThrow();

        assertThat(second.headers().firstValue("Tenant-Version"))
                .isEqualTo(first.headers().firstValue("Tenant-Version"));
        assertThat(SERVER.get(series, one.token(), "If-None-Match", mark).statusCode())
                .isEqualTo(304);
        assertThat(SERVER.get(series, other.token(), "If-None-Match", mark).statusCode())
                .isEqualTo(200);
    }

    private static String answer(String path, Person person) {
        HttpResponse<String> response = SERVER.get(path, person.token());
        RunningServer.require(response, 200);
        return response.body();
    }
}
