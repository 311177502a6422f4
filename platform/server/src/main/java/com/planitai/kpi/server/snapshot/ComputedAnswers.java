package com.planitai.kpi.server.snapshot;

import com.planitai.kpi.server.http.Answer;
import com.planitai.kpi.server.http.Call;
import com.planitai.kpi.server.http.Fault;
import com.planitai.kpi.server.http.Problem;
import com.planitai.kpi.server.http.ProblemType;
import java.time.Clock;
import java.time.Duration;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Function;

/** The one way to answer what is computed: fresh enough, or not modified, or computed and marked as of which state. */
final class ComputedAnswers {
    private static final String MIN_TENANT_VERSION = "Min-Tenant-Version";
    private static final Duration RETRY_AFTER = Duration.ofSeconds(1);

    private final SnapshotFeature snapshots;
    private final Clock clock;

    ComputedAnswers(SnapshotFeature snapshots, Clock clock) {
        this.snapshots = snapshots;
        this.clock = clock;
    }

    Answer answer(Call call, Function<TenantSnapshot, Answer> compute) {
        TenantSnapshot snapshot = asFreshAsAsked(call);
        String etag = etag(call, snapshot);
        Answer answer = call.matchesEtag(etag) ? Answer.notModified() : compute.apply(snapshot);
        return answer.with(Map.of(
                "ETag",
                etag,
                "Cache-Control",
                "private, no-cache",
                "Vary",
                "Accept-Language, Authorization, Cookie",
                Answer.TENANT_VERSION,
                Long.toString(snapshot.version())));
    }

    TenantSnapshot asFreshAsAsked(Call call) {
        return switch (snapshots.current(call.member().tenant(), minTenantVersion(call))) {
            case SnapshotResult.Reached reached -> reached.snapshot();
            case SnapshotResult.Behind behind ->
                throw Problem.retryLater(ProblemType.BEHIND_REQUESTED_VERSION, RETRY_AFTER)
                        .asException();
        };
    }

    /**
     * What is partial changes with the tenant's day, sentences with the language; all members see the same. The tenant is in it,
     * for no address names one: a browser that two of them share would else take the answer of one for the other's.
     */
    private String etag(Call call, TenantSnapshot snapshot) {
        LocalDate today =
                LocalDate.ofInstant(clock.instant(), snapshot.calendar().zone());
        return "\"" + snapshot.tenant().value() + "." + snapshot.version() + "." + today + "."
                + call.language().toLanguageTag() + "\"";
    }

    private static OptionalLong minTenantVersion(Call call) {
        Optional<String> text = call.header(MIN_TENANT_VERSION);
        if (text.isEmpty()) {
            return OptionalLong.empty();
        }
        try {
            return OptionalLong.of(Long.parseLong(text.get().strip()));
        } catch (NumberFormatException malformed) {
            Map<String, String> arguments =
                    Map.of("name", MIN_TENANT_VERSION, "value", text.get(), "expected", "1, 2, 3 …");
            Fault fault = Fault.at(MIN_TENANT_VERSION, "PARAMETER_NOT_READABLE", arguments);
            throw Problem.of(ProblemType.INVALID_INPUT, List.of(fault)).asException();
        }
    }
}
