package com.planitai.kpi.server.limit;

import static org.assertj.core.api.Assertions.assertThat;

import com.planitai.kpi.server.coordination.Coordination;
import com.planitai.kpi.server.coordination.CoordinationFeature;
import com.planitai.kpi.server.coordination.Eventually;
import com.planitai.kpi.server.coordination.RedisServer;
import com.planitai.kpi.server.http.RateLimits.Quota;
import com.planitai.kpi.server.http.RateLimits.Subject;
import com.planitai.kpi.server.http.RateLimits.Verdict;
import com.planitai.kpi.tenancy.TenantId;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Two instances with a real server between them. */
class LimitIT {
    private static final Limit LIMIT = Limits.DEFAULT.tenant();
    private static final Limit SHARE = LIMIT.share(Limits.DEFAULT.expectedInstances());

    private RedisServer server;
    private Coordination here;
    private Coordination there;

    @BeforeEach
    void open() {
        server = RedisServer.start();
        here = server.patientInstance();
        there = server.patientInstance();
    }

    @AfterEach
    void close() {
        here.close();
        there.close();
        server.close();
    }

    @Test
    void instancesAdmitTheLimitTogether() {
        LimitFeature first = sharing(here);
        LimitFeature second = sharing(there);
        Subject tenant = tenant();
        long admitted = 0;
        for (int request = 0; request < LIMIT.requests(); request++) {
            admitted += take(first, tenant) + take(second, tenant);
        }
        assertThat(admitted).isBetween(LIMIT.requests(), LIMIT.requests() + 2 * (LIMIT.batch() - 1));
    }

    @Test
    void anInstanceAloneIsStricterAndGoesOnTogetherAfterwards() throws Exception {
        LimitFeature limits = sharing(here);
        server.kill();
        Subject tenant = tenant();
        long admitted = 0;
        for (int request = 0; request < LIMIT.requests(); request++) {
            admitted += take(limits, tenant);
        }
        assertThat(admitted).isEqualTo(SHARE.requests());
        assertThat(limits.take(tenant))
                .isInstanceOfSatisfying(
                        Verdict.Refused.class,
                        refused -> assertThat(refused.quota().limit()).isEqualTo(SHARE.requests()));

        server.restart();
        Eventually.is("the shared quota counts again", () -> take(limits, tenant) == 1);
        assertThat(((Verdict.Admitted) limits.take(tenant)).quota())
                .extracting(Quota::limit)
                .isEqualTo(LIMIT.requests());
    }

    /** An instance that has found the server already. */
    private static LimitFeature sharing(Coordination coordination) {
        LimitFeature limits = new LimitFeature(
                Limits.DEFAULT, coordination, CoordinationFeature.inProcess(System::nanoTime), System::nanoTime);
        Eventually.is(
                "connected",
                () -> limits.take(Subject.operator(UUID.randomUUID())) instanceof Verdict.Admitted admitted
                        && admitted.quota().limit() == Limits.DEFAULT.operator().requests());
        return limits;
    }

    private static Subject tenant() {
        return Subject.tenant(new TenantId(UUID.randomUUID()));
    }

    private static long take(LimitFeature limits, Subject subject) {
        return limits.take(subject) instanceof Verdict.Admitted ? 1 : 0;
    }
}
