package com.planitai.kpi.server.idempotency;

import com.planitai.kpi.server.http.Answer;
import com.planitai.kpi.server.http.Repetitions;
import com.planitai.kpi.tenancy.TenantDatabase;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import org.jspecify.annotations.Nullable;

/** Answers to requests with a key, kept with the tenant. Thread-safe, across instances too: the row of the key decides. */
public final class IdempotencyFeature implements Repetitions {
    /** How long an answer is replayed. */
    public static final Duration REPLAYED_FOR = Duration.ofHours(24);
    /** A request that has not ended by then died with its process; the next one with its key runs. */
    public static final Duration ABANDONED_AFTER = Duration.ofMinutes(2);

    private final TenantDatabase database;
    private final IdempotencyRepository repository;
    private final Clock clock;

    private IdempotencyFeature(TenantDatabase database, IdempotencyRepository repository, Clock clock) {
        this.database = database;
        this.repository = repository;
        this.clock = clock;
    }

    public static IdempotencyFeature create(TenantDatabase database, Clock clock) {
        return new IdempotencyFeature(database, new IdempotencyRepository(), clock);
    }

    @Override
    public Beginning begin(Attempt attempt) {
        Instant now = clock.instant().truncatedTo(ChronoUnit.MICROS);
        return database.inTransaction(attempt.member().tenant(), transaction -> {
            repository.deleteBefore(transaction, now.minus(REPLAYED_FOR));
            if (repository.claim(transaction, attempt, now, now.minus(ABANDONED_AFTER))) {
                return new Beginning.First(token(now));
            }
            IdempotencyRepository.Entry known = repository.find(transaction, attempt);
            if (!known.bodyHash().equals(attempt.bodyHash())) {
                return new Beginning.OtherBody();
            }
            @Nullable Answer answer = known.answer();
            return answer == null ? new Beginning.StillRunning() : new Beginning.Answered(answer);
        });
    }

    @Override
    public void answered(Attempt attempt, long token, Answer answer) {
        database.inTransaction(
                attempt.member().tenant(),
                transaction -> repository.complete(transaction, attempt, instant(token), answer));
    }

    @Override
    public void failed(Attempt attempt, long token) {
        database.inTransaction(
                attempt.member().tenant(), transaction -> repository.delete(transaction, attempt, instant(token)));
    }

    private static long token(Instant claimed) {
        return ChronoUnit.MICROS.between(Instant.EPOCH, claimed);
    }

    private static Instant instant(long token) {
        return Instant.EPOCH.plus(token, ChronoUnit.MICROS);
    }
}
