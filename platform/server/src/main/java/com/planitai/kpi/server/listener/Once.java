package com.planitai.kpi.server.listener;

import com.planitai.kpi.server.http.Answer;
import com.planitai.kpi.server.http.Call;
import com.planitai.kpi.server.http.Caller;
import com.planitai.kpi.server.http.Digests;
import com.planitai.kpi.server.http.Fault;
import com.planitai.kpi.server.http.Problem;
import com.planitai.kpi.server.http.ProblemType;
import com.planitai.kpi.server.http.Repetitions;
import com.planitai.kpi.server.http.Repetitions.Attempt;
import com.planitai.kpi.server.http.Repetitions.Beginning;
import com.planitai.kpi.server.http.Route;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/** Runs a member's POST of JSON that carries an {@code Idempotency-Key} once, and answers its repetitions alike. */
final class Once {
    private static final String HEADER = "Idempotency-Key";
    private static final int MAX_KEY_CHARACTERS = 255;
    private static final int SERVER_FAILED = 500;

    private final Repetitions repetitions;

    Once(Repetitions repetitions) {
        this.repetitions = repetitions;
    }

    /** The answer of the work, or the one that it gave before. The work itself turns problems into answers. */
    Answer answer(Route route, Call call, Supplier<Answer> work) {
        if (call.caller().orElse(null) instanceof Caller.Member member
                && route.method().equals("POST")
                && call.header(HEADER).isPresent()
                && call.mediaType().filter(Answer.JSON::equals).isPresent()) {
            return answer(new Attempt(member, route.path(), key(call), hash(call)), work);
        }
        return work.get();
    }

    private Answer answer(Attempt attempt, Supplier<Answer> work) {
        return switch (repetitions.begin(attempt)) {
            case Beginning.Answered answered -> answered.answer();
            case Beginning.StillRunning running ->
                throw Problem.of(ProblemType.REQUEST_IN_PROGRESS).asException();
            case Beginning.OtherBody other ->
                throw Problem.of(ProblemType.IDEMPOTENCY_KEY_REUSED).asException();
            case Beginning.First first -> first(attempt, first.token(), work);
        };
    }

    private Answer first(Attempt attempt, long token, Supplier<Answer> work) {
        boolean kept = false;
        try {
            Answer answer = work.get().encoded();
            if (answer.status() < SERVER_FAILED) {
                repetitions.answered(attempt, token, answer);
                kept = true;
            }
            return answer;
        } finally {
            if (!kept) {
                repetitions.failed(attempt, token);
            }
        }
    }

    private static String key(Call call) {
        String key = call.header(HEADER).orElse("").strip();
        if (key.isEmpty() || key.length() > MAX_KEY_CHARACTERS) {
            String code = key.isEmpty() ? "TOO_SHORT" : "TOO_LONG";
            String limit = key.isEmpty() ? "1" : Integer.toString(MAX_KEY_CHARACTERS);
            throw Problem.of(
                            ProblemType.INVALID_INPUT,
                            List.of(Fault.at(HEADER, code, Map.of("name", HEADER, "expected", limit))))
                    .asException();
        }
        return key;
    }

    /** Of everything that the request says: its address and its body. */
    private static String hash(Call call) {
        return Digests.hex((call.address() + '\n' + Digests.hex(call.buffer())).getBytes(StandardCharsets.UTF_8));
    }
}
