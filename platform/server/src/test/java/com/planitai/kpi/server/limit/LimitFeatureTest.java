package com.planitai.kpi.server.limit;

import static org.assertj.core.api.Assertions.assertThat;

import com.planitai.kpi.server.coordination.Coordination;
import com.planitai.kpi.server.coordination.Coordination.Outcome;
import com.planitai.kpi.server.coordination.CoordinationFeature;
import com.planitai.kpi.server.http.RateLimits.Quota;
import com.planitai.kpi.server.http.RateLimits.Scope;
import com.planitai.kpi.server.http.RateLimits.Subject;
import com.planitai.kpi.server.http.RateLimits.Verdict;
import com.planitai.kpi.tenancy.TenantId;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LimitFeatureTest {
    private static final long TENANT_LIMIT = Limits.DEFAULT.tenant().requests();
    private static final Duration MINUTE = Duration.ofMinutes(1);
    private static final Subject TENANT = Subject.tenant(new TenantId(new UUID(1, 1)));

    private final AtomicLong nanos = new AtomicLong(Long.MAX_VALUE - 1_000);
    private final Coordination shared = CoordinationFeature.inProcess(nanos::get);

    @Test
    void admitsExactlyTheLimitOnASingleInstance() {
        LimitFeature limits = instance();
        for (Scope scope : Scope.values()) {
            Subject subject = new Subject(scope, null, "somebody");
            assertThat(admitted(limits, subject, 3_000))
                    .isEqualTo(Limits.DEFAULT.of(scope).requests());
            assertThat(limits.refused(scope))
                    .isEqualTo(3_000 - Limits.DEFAULT.of(scope).requests());
        }
    }

    @Test
    void countsEverySubjectByItself() {
        LimitFeature limits = instance();
        admitted(limits, TENANT, 3_000);

        assertThat(limits.take(Subject.tenant(new TenantId(new UUID(1, 2))))).isInstanceOf(Verdict.Admitted.class);
        assertThat(limits.take(Subject.address("192.0.2.1"))).isInstanceOf(Verdict.Admitted.class);
        assertThat(limits.take(Subject.signIn("192.0.2.1"))).isInstanceOf(Verdict.Admitted.class);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 4, 5, 6, 7, 8})
    void admitsNoLessThanTheLimitAndHardlyMoreHoweverTheRequestsFall(int seed) {
        Random random = new Random(seed);
        int count = 2 + random.nextInt(3);
        List<LimitFeature> instances = new ArrayList<>();
        for (int number = 0; number < count; number++) {
            instances.add(instance());
        }
        for (Subject subject : List.of(TENANT, Subject.signIn("192.0.2." + seed), Subject.account("demo", "a@b.c"))) {
            Limit limit = Limits.DEFAULT.of(subject.scope());
            long admitted = 0;
            for (int request = 0; request < 5_000; request++) {
                // Some runs favour one instance, for a balancer may.
                LimitFeature instance = instances.get((int) (count * Math.pow(random.nextDouble(), seed)));
                admitted += instance.take(subject) instanceof Verdict.Admitted ? 1 : 0;
            }
            assertThat(admitted).isBetween(limit.requests(), limit.requests() + count * (limit.batch() - 1));
        }
    }

    @Test
    void staysWithinItsBoundWhenManyAskAtOnce() throws Exception {
        LimitFeature here = instance();
        LimitFeature there = instance();
        List<Future<Long>> callers = new ArrayList<>();
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int caller = 0; caller < 50; caller++) {
                LimitFeature instance = caller % 2 == 0 ? here : there;
                callers.add(threads.submit(() -> admitted(instance, TENANT, 60)));
            }
        }
        long admitted = 0;
        for (Future<Long> caller : callers) {
            admitted += caller.get();
        }
        assertThat(admitted)
                .isBetween(
                        TENANT_LIMIT,
                        TENANT_LIMIT + 2 * (Limits.DEFAULT.tenant().batch() - 1));
    }

    @Test
    void asksTheOthersOnceInABatchAndNeverForTheRefused() {
        LimitFeature limits = instance();
        admitted(limits, TENANT, (int) TENANT_LIMIT);
        long batches = TENANT_LIMIT / Limits.DEFAULT.tenant().batch();
        assertThat(shared.count(Outcome.DONE)).isBetween(batches, batches + 1);

        admitted(limits, TENANT, 1_000);
        assertThat(shared.count(Outcome.DONE)).isLessThanOrEqualTo(batches + 2);
    }

    @Test
    void tellsWhatIsLeftAndWhenItBeginsAgain() {
        LimitFeature limits = instance();
        assertThat(limits.take(TENANT))
                .isEqualTo(new Verdict.Admitted(new Quota(Scope.TENANT, 1_200, MINUTE, 1_199, MINUTE)));
        nanos.addAndGet(Duration.ofMillis(29_500).toNanos());
        assertThat(limits.take(TENANT))
                .isEqualTo(
                        new Verdict.Admitted(new Quota(Scope.TENANT, 1_200, MINUTE, 1_198, Duration.ofMillis(30_500))));

        admitted(limits, TENANT, 2_000);
        Quota exhausted = ((Verdict.Refused) limits.take(TENANT)).quota();
        assertThat(exhausted.remaining()).isZero();
        assertThat(exhausted.policyHeader()).isEqualTo("\"tenant\";q=1200;w=60");
        assertThat(exhausted.stateHeader()).isEqualTo("\"tenant\";r=0;t=31");
        assertThat(exhausted.exceeded().retryAfter()).isEqualTo(Duration.ofSeconds(31));
    }

    @Test
    void beginsAgainWithEveryWindow() {
        LimitFeature here = instance();
        LimitFeature there = instance();
        for (int window = 0; window < 3; window++) {
            long bound = TENANT_LIMIT + 2 * (Limits.DEFAULT.tenant().batch() - 1);
            assertThat(admitted(here, TENANT, 700) + admitted(there, TENANT, 700) + admitted(here, TENANT, 700))
                    .isBetween(TENANT_LIMIT, bound);
            nanos.addAndGet(MINUTE.toNanos() - 1);
            assertThat(here.take(TENANT)).isInstanceOf(Verdict.Refused.class);
            nanos.addAndGet(1);
        }
    }

    private LimitFeature instance() {
        return new LimitFeature(Limits.DEFAULT, shared, CoordinationFeature.inProcess(nanos::get), nanos::get);
    }

    private static long admitted(LimitFeature limits, Subject subject, int requests) {
        long admitted = 0;
        for (int request = 0; request < requests; request++) {
            admitted += limits.take(subject) instanceof Verdict.Admitted ? 1 : 0;
        }
        return admitted;
    }
}
