package com.planitai.kpi.server.limit;

import com.planitai.kpi.server.http.RateLimits;

/** Lets everybody ask as often as they like. */
final class NoLimits implements RateLimits {
    @Override
    public Verdict take(Subject subject) {
        return new Verdict.Unlimited();
    }

    @Override
    public long refused(Scope scope) {
        return 0;
    }
}
