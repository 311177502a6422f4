package com.planitai.kpi.server.app;

import static org.assertj.core.api.Assertions.assertThat;

import com.planitai.kpi.server.app.RunningServer.Person;
import com.planitai.kpi.server.http.Role;
import com.planitai.kpi.server.idempotency.IdempotencyFeature;
import com.planitai.kpi.tenancy.testing.PostgresExtension;
import java.net.http.HttpResponse;
import java.time.Instant;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class IdempotencyIT {
    private static final MovableClock CLOCK = new MovableClock(Instant.parse("2026-11-23T12:00:00Z"));

    @RegisterExtension
    static final RunningServer SERVER = RunningServer.ofItsOwn(CLOCK);

    private static final String SCENARIOS = "/api/v1/scenarios";

    @Test
    void replaysTheFirstAnswerToTheSameRequest() {
        Person owner = SERVER.signUp();
        HttpResponse<String> first = make(owner, "key-1", "budget");
        HttpResponse<String> second = make(owner, "key-1", "budget");

        assertThat(first.statusCode()).isEqualTo(201);
        assertThat(RunningServer.comparable(second)).isEqualTo(RunningServer.comparable(first));
        assertThat(make(owner, "key-2", "budget").statusCode()).isEqualTo(409);
    }

    @Test
    void replaysARefusalToo() {
        Person owner = SERVER.signUp();
        HttpResponse<String> first = make(owner, "key", "Not A Code");
        assertThat(first.statusCode()).isEqualTo(422);
        assertThat(make(owner, "key", "Not A Code").body()).isEqualTo(first.body());
    }

    @Test
    void refusesTheKeyForAnotherBody() {
        Person owner = SERVER.signUp();
        make(owner, "key", "one");
        HttpResponse<String> other = make(owner, "key", "two");

        assertThat(other.statusCode()).isEqualTo(422);
        assertThat(other.body()).contains("/problems/idempotency-key-reused");
    }

    @Test
    void takesTheSameKeyFromAnotherMemberOrForAnotherRoute() {
        Person owner = SERVER.signUp();
        Person colleague = SERVER.join(owner, Role.EDITOR);
        Person stranger = SERVER.signUp();

        assertThat(make(owner, "key", "one").statusCode()).isEqualTo(201);
        assertThat(make(colleague, "key", "two").statusCode()).isEqualTo(201);
        assertThat(make(stranger, "key", "one").statusCode()).isEqualTo(201);
        assertThat(SERVER.post(
                                "/api/v1/formulas:check",
                                owner.token(),
                                "{\"formula\": \"1\"}",
                                "Idempotency-Key",
                                "key")
                        .statusCode())
                .isEqualTo(200);
    }

    @Test
    void hasTheEffectOnceWhenManyAskAtOnce() {
        Person owner = SERVER.signUp();
        var calls = IntStream.range(0, 8)
                .mapToObj(call -> CompletableFuture.supplyAsync(
                        () -> make(owner, "key", "once").statusCode()))
                .toList();

        assertThat(calls.stream().map(CompletableFuture::join))
                .contains(201)
                .allMatch(status -> status == 201 || status == 409);
        assertThat(make(owner, "key", "once").statusCode()).isEqualTo(201);
    }

    @Test
    void saysThatTheFirstIsStillRunningUntilItCountsAsAbandoned() {
        Person owner = SERVER.signUp();
        make(owner, "key", "one");
        PostgresExtension.execute(
                SERVER.database(),
                "UPDATE %s.idempotency_key SET status = NULL, response = NULL".formatted(SERVER.schema(owner)));

        HttpResponse<String> running = make(owner, "key", "one");
        assertThat(running.statusCode()).isEqualTo(409);
        assertThat(running.body()).contains("/problems/request-in-progress");

        CLOCK.advance(IdempotencyFeature.ABANDONED_AFTER);
        assertThat(make(owner, "key", "one").body()).contains("/problems/conflict");
    }

    @Test
    void forgetsAKeyAfterItsTime() {
        Person owner = SERVER.signUp();
        assertThat(make(owner, "key", "one").statusCode()).isEqualTo(201);
        CLOCK.advance(IdempotencyFeature.REPLAYED_FOR);
        Person again = SERVER.logIn(owner.tenant(), owner.email());

        assertThat(make(again, "key", "two").statusCode()).isEqualTo(201);
    }

    @Test
    void refusesKeysThatAreNoKeys() {
        Person owner = SERVER.signUp();
        assertThat(make(owner, "k".repeat(256), "one").statusCode()).isEqualTo(422);
        assertThat(make(owner, " ", "one").statusCode()).isEqualTo(422);
    }

    private static HttpResponse<String> make(Person person, String key, String code) {
        return SERVER.post(
                SCENARIOS,
                person.token(),
                "{\"code\": \"%s\", \"name\": \"S\"}".formatted(code),
                "Idempotency-Key",
                key);
    }
}
