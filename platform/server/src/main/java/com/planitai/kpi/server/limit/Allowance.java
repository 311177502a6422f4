package com.planitai.kpi.server.limit;

import com.planitai.kpi.server.coordination.Coordination;
import com.planitai.kpi.server.coordination.Count;
import com.planitai.kpi.server.coordination.Key;
import com.planitai.kpi.server.http.RateLimits.Quota;
import com.planitai.kpi.server.http.RateLimits.Scope;
import com.planitai.kpi.server.http.RateLimits.Verdict;
import java.time.Duration;
import java.util.function.LongSupplier;

/**
 * What this instance knows of one subject's window. Most requests are admitted on credit and cost no look at the shared
 * counter; every {@link Limit#batch()}-th one reports all since the last. A subject without quota is refused from memory.
 */
final class Allowance {
    /** After a refusal on this instance's own count, so long until the shared counter is tried again. */
    static final Duration RETRY_SHARED = Duration.ofSeconds(1);

    private final Scope scope;
    private final Key key;
    private final Limit shared;
    private final Limit alone;
    private final Coordination together;
    private final Coordination own;
    private final LongSupplier nanoTime;

    /** The limit that counts at the moment. */
    private Limit limit;
    /** Of the counter when it was last heard of. */
    private long total;
    /** Admitted since then. */
    private long unreported;
    /** Requests that may be admitted before the next report, those admitted included. */
    private long credit;

    private long windowEnds;
    /** Until then a subject without quota is refused unheard. */
    private long refusedUntil;

    Allowance(Scope scope, Key key, Limits limits, Coordination together, Coordination own, LongSupplier nanoTime) {
        this.scope = scope;
        this.key = key;
        this.shared = limits.of(scope);
        this.alone = shared.share(limits.expectedInstances());
        this.together = together;
        this.own = own;
        this.nanoTime = nanoTime;
        this.limit = shared;
        long now = nanoTime.getAsLong();
        this.windowEnds = now;
        this.refusedUntil = now;
    }

    synchronized Verdict take() {
        long now = nanoTime.getAsLong();
        if (now - windowEnds >= 0) {
            credit = 0;
            unreported = 0;
        }
        if (now - refusedUntil < 0) {
            return new Verdict.Refused(quota(now));
        }
        if (unreported < credit) {
            unreported++;
            return new Verdict.Admitted(quota(now));
        }
        return report(now);
    }

    private Verdict report(long now) {
        long amount = unreported + 1;
        switch (together.add(key, amount, shared.window())) {
            case Count.Known known -> note(shared, known, now, known.endsIn());
            case Count.Unknown unknown -> {
                switch (own.add(key, amount, alone.window())) {
                    case Count.Known known -> note(alone, known, now, RETRY_SHARED);
                    case Count.Unknown never -> throw new IllegalStateException("the own count is always known");
                }
            }
        }
        boolean admitted = total <= limit.requests();
        return admitted ? new Verdict.Admitted(quota(now)) : new Verdict.Refused(quota(now));
    }

    /** The window is reckoned from before the question, so that it is over here no later than it is there. */
    private void note(Limit counted, Count.Known known, long asked, Duration refusal) {
        limit = counted;
        total = known.total();
        unreported = 0;
        credit = Math.clamp(limit.requests() - total, 0, limit.batch() - 1);
        windowEnds = asked + known.endsIn().toNanos();
        if (total > limit.requests()) {
            refusedUntil = asked + Math.min(known.endsIn().toNanos(), refusal.toNanos());
        }
    }

    private Quota quota(long now) {
        return new Quota(
                scope,
                limit.requests(),
                limit.window(),
                Math.max(0, limit.requests() - total - unreported),
                Duration.ofNanos(Math.max(0, windowEnds - now)));
    }
}
