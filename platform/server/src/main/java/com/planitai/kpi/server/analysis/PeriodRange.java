package com.planitai.kpi.server.analysis;

import com.planitai.kpi.engine.time.Period;
import com.planitai.kpi.server.http.Fault;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;

/** From a period to another of the same grain, both included. */
record PeriodRange(Period from, Period to) {
    /** As it was written. */
    record Input(String from, String to) {}

    /** What keeps it from being one. */
    Optional<Fault> fault(String pointer, int limit) {
        if (from.grain() != to.grain()) {
            return Optional.of(Fault.at(
                    pointer,
                    "PERIOD_NOT_OF_REQUESTED_GRAIN",
                    Map.of("value", to.toString(), "expected", from.grain().name())));
        }
        Map<String, String> arguments =
                Map.of("from", from.toString(), "to", to.toString(), "limit", Integer.toString(limit));
        if (from.ordinal() > to.ordinal()) {
            return Optional.of(Fault.at(pointer, "RANGE_REVERSED", arguments));
        }
        return (long) to.ordinal() - from.ordinal() >= limit
                ? Optional.of(Fault.at(pointer, "TOO_MANY_PERIODS", arguments))
                : Optional.empty();
    }

    int length() {
        return to.ordinal() - from.ordinal() + 1;
    }

    List<Period> periods() {
        return IntStream.range(0, length()).mapToObj(from::plus).toList();
    }
}
