package com.planitai.kpi.server.kpi;

import com.fasterxml.jackson.databind.JsonNode;
import com.planitai.kpi.server.http.Json;
import com.planitai.kpi.tenancy.TenantTransaction;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.UUID;
import org.jdbi.v3.core.statement.PreparedBatch;
import org.jspecify.annotations.Nullable;

/** Notes in the tenant's audit log what happened to its definitions. */
public final class DefinitionAudit {
    private static final String INSERT = """
            INSERT INTO audit_event (at, actor, action, target, detail)
            VALUES (:at, :actor, :action, :target, CAST(:detail AS jsonb))
            """;

    /**
     * @param action such as {@code kpi.update}
     * @param target such as {@code kpi:revenue}
     */
    public record Event(String action, String target, JsonNode detail) {}

    private DefinitionAudit() {}

    public static void record(TenantTransaction tx, Instant at, @Nullable UUID actor, List<Event> events) {
        if (events.isEmpty()) {
            return;
        }
        PreparedBatch batch = tx.prepareBatch(INSERT);
        for (Event event : events) {
            batch.bind("at", at.atOffset(ZoneOffset.UTC))
                    .bind("actor", actor)
                    .bind("action", event.action())
                    .bind("target", event.target())
                    .bind("detail", Json.text(event.detail()))
                    .add();
        }
        batch.execute();
    }
}
