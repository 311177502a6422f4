package com.planitai.kpi.server.limit;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.planitai.kpi.server.coordination.Coordination;
import com.planitai.kpi.server.coordination.CoordinationFeature;
import com.planitai.kpi.server.coordination.Key;
import com.planitai.kpi.server.http.RateLimits;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.LongSupplier;

/** Rate limits, counted with the other instances, or more strictly alone while they cannot be reached. */
public final class LimitFeature implements RateLimits {
    /** Tenants, operators, addresses and accounts that an instance knows at a time. */
    static final long MAX_SUBJECTS = 100_000;
    /** After which a subject that asks no more is forgotten; longer than any window. */
    static final Duration FORGOTTEN_AFTER = Duration.ofMinutes(2);

    private final Limits limits;
    private final Coordination together;
    private final Coordination own;
    private final LongSupplier nanoTime;
    private final Cache<Subject, Allowance> allowances;
    private final Map<Scope, LongAdder> refused = new EnumMap<>(Scope.class);

    LimitFeature(Limits limits, Coordination together, Coordination own, LongSupplier nanoTime) {
        this.limits = limits;
        this.together = together;
        this.own = own;
        this.nanoTime = nanoTime;
        this.allowances = Caffeine.newBuilder()
                .ticker(nanoTime::getAsLong)
                .maximumSize(MAX_SUBJECTS)
                .expireAfterAccess(FORGOTTEN_AFTER)
                .build();
        for (Scope scope : Scope.values()) {
            refused.put(scope, new LongAdder());
        }
    }

    public static LimitFeature create(Coordination coordination) {
        return new LimitFeature(
                Limits.DEFAULT, coordination, CoordinationFeature.inProcess(System::nanoTime), System::nanoTime);
    }

    /** For development and load tests. */
    public static RateLimits off() {
        return new NoLimits();
    }

    @Override
    public Verdict take(Subject subject) {
        Verdict verdict = allowances.get(subject, this::allowance).take();
        if (verdict instanceof Verdict.Refused) {
            adder(subject.scope()).increment();
        }
        return verdict;
    }

    @Override
    public long refused(Scope scope) {
        return adder(scope).sum();
    }

    private Allowance allowance(Subject subject) {
        String area = "rate:" + subject.scope().wireName();
        Key key = subject.tenant() == null
                ? Key.of(area, subject.name())
                : Key.ofTenant(subject.tenant(), area, subject.name());
        return new Allowance(subject.scope(), key, limits, together, own, nanoTime);
    }

    private LongAdder adder(Scope scope) {
        LongAdder adder = refused.get(scope);
        if (adder == null) {
            throw new IllegalStateException("no counter for " + scope);
        }
        return adder;
    }
}
