package com.planitai.kpi.server.idempotency;

import com.fasterxml.jackson.databind.JsonNode;
import com.planitai.kpi.server.http.Answer;
import com.planitai.kpi.server.http.Json;
import com.planitai.kpi.server.http.Repetitions.Attempt;
import com.planitai.kpi.tenancy.TenantTransaction;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Keys of requests and the answers they got. */
final class IdempotencyRepository {
    private static final String CLAIM = """
            INSERT INTO idempotency_key AS known (key, member_id, route, body_hash, created_at)
            VALUES (:key, :member, :route, decode(:hash, 'hex'), :now)
            ON CONFLICT (key, member_id, route) DO UPDATE
            SET body_hash = excluded.body_hash, created_at = excluded.created_at
            WHERE known.status IS NULL AND known.created_at <= :abandoned
            """;
    private static final String FIND = """
            SELECT body_hash, status, headers, response
            FROM idempotency_key
            WHERE key = :key AND member_id = :member AND route = :route
            """;
    private static final String COMPLETE = """
            UPDATE idempotency_key
            SET status = :status, headers = CAST(:headers AS jsonb), response = :response
            WHERE key = :key AND member_id = :member AND route = :route AND created_at = :claimed
            """;
    private static final String DELETE = """
            DELETE FROM idempotency_key
            WHERE key = :key AND member_id = :member AND route = :route AND created_at = :claimed
            """;
    private static final String DELETE_BEFORE = """
            DELETE FROM idempotency_key
            WHERE created_at <= :before
            """;
    private static final String MEDIA_TYPE = "Content-Type";

    /** A key in use; without an answer while its request is running. */
    record Entry(String bodyHash, @Nullable Answer answer) {}

    /** True when the key is now this request's: nobody had it, or whoever had it was given up. */
    boolean claim(TenantTransaction transaction, Attempt attempt, Instant now, Instant abandoned) {
        return transaction
                        .createUpdate(CLAIM)
                        .bind("key", attempt.key())
                        .bind("member", attempt.member().user())
                        .bind("route", attempt.route())
                        .bind("hash", attempt.bodyHash())
                        .bind("now", now.atOffset(ZoneOffset.UTC))
                        .bind("abandoned", abandoned.atOffset(ZoneOffset.UTC))
                        .execute()
                > 0;
    }

    Entry find(TenantTransaction transaction, Attempt attempt) {
        return transaction
                .createQuery(FIND)
                .bind("key", attempt.key())
                .bind("member", attempt.member().user())
                .bind("route", attempt.route())
                .map((row, context) -> entry(row))
                .one();
    }

    boolean complete(TenantTransaction transaction, Attempt attempt, Instant claimed, Answer answer) {
        Map<String, String> headers = new HashMap<>(answer.headers());
        headers.put(MEDIA_TYPE, answer.mediaType());
        return transaction
                        .createUpdate(COMPLETE)
                        .bind("status", answer.status())
                        .bind("headers", Json.text(headers))
                        .bind("response", answer.body() instanceof byte[] bytes ? bytes : new byte[0])
                        .bind("key", attempt.key())
                        .bind("member", attempt.member().user())
                        .bind("route", attempt.route())
                        .bind("claimed", claimed.atOffset(ZoneOffset.UTC))
                        .execute()
                > 0;
    }

    boolean delete(TenantTransaction transaction, Attempt attempt, Instant claimed) {
        return transaction
                        .createUpdate(DELETE)
                        .bind("key", attempt.key())
                        .bind("member", attempt.member().user())
                        .bind("route", attempt.route())
                        .bind("claimed", claimed.atOffset(ZoneOffset.UTC))
                        .execute()
                > 0;
    }

    void deleteBefore(TenantTransaction transaction, Instant before) {
        transaction
                .createUpdate(DELETE_BEFORE)
                .bind("before", before.atOffset(ZoneOffset.UTC))
                .execute();
    }

    private static Entry entry(ResultSet row) throws SQLException {
        String hash = HexFormat.of().formatHex(row.getBytes("body_hash"));
        int status = row.getInt("status");
        if (row.wasNull()) {
            return new Entry(hash, null);
        }
        Map<String, String> headers = new HashMap<>();
        Json.read(row.getString("headers"), JsonNode.class)
                .properties()
                .forEach(
                        header -> headers.put(header.getKey(), header.getValue().textValue()));
        String mediaType = headers.getOrDefault(MEDIA_TYPE, Answer.JSON);
        headers.remove(MEDIA_TYPE);
        byte[] body = row.getBytes("response");
        return new Entry(hash, new Answer(status, headers, body.length == 0 ? null : body, mediaType));
    }
}
