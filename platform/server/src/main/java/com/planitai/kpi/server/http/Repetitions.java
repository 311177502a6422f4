package com.planitai.kpi.server.http;

/** Knows requests that carry an {@code Idempotency-Key}, so that one sent twice has its effect once. */
public interface Repetitions {
    /** One request under a key; the key counts for this member and route only. */
    record Attempt(Caller.Member member, String route, String key, String bodyHash) {}

    sealed interface Beginning {
        /** Nobody has used the key: run the request, then say how it ended with the same token. */
        record First(long token) implements Beginning {}

        record Answered(Answer answer) implements Beginning {}

        record StillRunning() implements Beginning {}

        record OtherBody() implements Beginning {}
    }

    Beginning begin(Attempt attempt);

    /** Keeps the answer for those who ask again. Its body must be encoded. */
    void answered(Attempt attempt, long token, Answer answer);

    /** The request failed for a reason that may pass: whoever asks again runs it again. */
    void failed(Attempt attempt, long token);
}
