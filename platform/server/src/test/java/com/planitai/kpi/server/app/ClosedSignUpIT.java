package com.planitai.kpi.server.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class ClosedSignUpIT {
    @RegisterExtension
    static final RunningServer SERVER = RunningServer.closedToNewcomers();

    @Test
    void makesNoOrganizationForAStranger() {
        HttpResponse<String> response = SERVER.post("/api/v1/auth/signup", null, """
                {"organization": {"slug": "newcomer", "name": "N"},
                 "user": {"email": "a@b.example", "name": "A", "password": "%s"}}""".formatted(RunningServer.PASSWORD));

        assertThat(response.statusCode()).isEqualTo(403);
        assertThat(response.body()).contains("/problems/sign-up-closed");
        assertThat(SERVER.get("/api/v1/operator/tenants", SERVER.operatorToken())
                        .body())
                .doesNotContain("newcomer");
    }
}
