package com.planitai.kpi.server.coordination;

import com.planitai.kpi.server.coordination.Coordination.Outcome;
import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.atomic.LongAdder;

/** Counts how operations end. */
final class Outcomes {
    private final Map<Outcome, LongAdder> counts = new EnumMap<>(Outcome.class);

    Outcomes() {
        for (Outcome outcome : Outcome.values()) {
            counts.put(outcome, new LongAdder());
        }
    }

    void add(Outcome outcome) {
        adder(outcome).increment();
    }

    long count(Outcome outcome) {
        return adder(outcome).sum();
    }

    private LongAdder adder(Outcome outcome) {
        LongAdder adder = counts.get(outcome);
        if (adder == null) {
            throw new IllegalStateException("no counter for " + outcome);
        }
        return adder;
    }
}
