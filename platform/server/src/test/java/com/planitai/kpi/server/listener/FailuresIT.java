package com.planitai.kpi.server.listener;

import static org.assertj.core.api.Assertions.assertThat;

import com.planitai.kpi.server.files.ObjectStoreUnavailableException;
import com.planitai.kpi.server.http.Access;
import com.planitai.kpi.server.http.Problem;
import com.planitai.kpi.server.http.ProblemType;
import com.planitai.kpi.server.http.Route;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.sql.SQLException;
import java.sql.SQLTransientConnectionException;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FailuresIT {
    private static final LoneListener LISTENER = new LoneListener(List.of(
            failing("/bug", new IllegalStateException("password=hunter2")),
            failing("/pool", new IllegalStateException(new SQLTransientConnectionException("hunter2"))),
            failing("/deadlock", new IllegalStateException(new SQLException("hunter2", "40P01"))),
            failing("/stopping", new IllegalStateException(new SQLException("hunter2", "57P01"))),
            failing("/statement", new IllegalStateException(new SQLException("hunter2", "42703"))),
            failing("/files", new ObjectStoreUnavailableException("hunter2", new IOException("hunter2"))),
            failing("/plugin", Problem.of(ProblemType.PLUGIN_FAILED).asException())));

    @AfterAll
    static void stop() {
        LISTENER.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"/bug", "/statement"})
    void tellsNothingOfABugButWhereToFindIt(String path) {
        HttpResponse<String> response =
                LISTENER.get(path, "traceparent", "00-0123456789abcdef0123456789abcdef-0123456789abcdef-01");

        assertThat(response.statusCode()).isEqualTo(500);
        assertThat(response.body())
                .contains("/problems/internal-error", "0123456789abcdef0123456789abcdef")
                .doesNotContain("hunter2", "Exception");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/pool", "/deadlock", "/stopping", "/files"})
    void asksToTryAgainWhenTheDatabaseOrTheObjectStoreIsAway(String path) {
        HttpResponse<String> response = LISTENER.get(path);

        assertThat(response.statusCode()).isEqualTo(503);
        assertThat(response.headers().firstValue("Retry-After")).contains("5");
        assertThat(response.body()).contains("/problems/dependency-unavailable").doesNotContain("hunter2");
    }

    @Test
    void tellsWhenAPluginIsToBlame() {
        HttpResponse<String> response = LISTENER.get("/plugin");

        assertThat(response.statusCode()).isEqualTo(503);
        assertThat(response.body()).contains("/problems/plugin-failed");
    }

    private static Route failing(String path, RuntimeException failure) {
        return Route.get(path, Access.PUBLIC, call -> {
            throw failure;
        });
    }
}
