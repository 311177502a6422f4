package com.planitai.kpi.server.kpi;

import com.fasterxml.jackson.databind.JsonNode;
import com.planitai.kpi.engine.model.KpiCode;
import com.planitai.kpi.server.http.Json;
import com.planitai.kpi.tenancy.TenantTransaction;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import org.jdbi.v3.core.statement.PreparedBatch;
import org.jspecify.annotations.Nullable;

/** Rows of {@code kpi_version}: every definition a KPI ever had, and that it was deleted. */
final class KpiVersionRepository {
    private static final String INSERT = """
            INSERT INTO kpi_version (kpi_id, version, definition, created_at, created_by)
            SELECT id, revision, CAST(:definition AS jsonb), :now, :actor
            FROM kpi
            WHERE code = :code
            """;
    private static final String INSERT_DELETION = """
            INSERT INTO kpi_version (kpi_id, version, definition, created_at, created_by)
            SELECT id, revision + 1, NULL, :now, :actor
            FROM kpi
            WHERE code = ANY(:codes)
            """;
    private static final String OF_KPI = """
            SELECT kpi_id, version, definition, created_at, created_by
            FROM kpi_version
            WHERE kpi_id = :kpi AND version < :before
            ORDER BY version DESC
            LIMIT :limit
            """;
    private static final String AS_OF = """
            SELECT kpi_id, version, definition, created_at, created_by
            FROM (SELECT DISTINCT ON (kpi_id) kpi_id, version, definition, created_at, created_by
                  FROM kpi_version
                  WHERE created_at <= :at
                  ORDER BY kpi_id, version DESC) AS latest
            WHERE definition IS NOT NULL
            ORDER BY kpi_id
            """;

    /** One saved version of a definition. */
    record Version(
            long kpi,
            long version,
            KpiDeclaration definition,
            Instant createdAt,
            @Nullable UUID createdBy) {}

    /** Keeps what was just written as the version of the row's revision. */
    void keep(TenantTransaction tx, Collection<KpiDeclaration> kpis, Instant now, @Nullable UUID actor) {
        if (kpis.isEmpty()) {
            return;
        }
        PreparedBatch batch = tx.prepareBatch(INSERT);
        for (KpiDeclaration kpi : kpis) {
            batch.bind("code", kpi.code().value())
                    .bind("definition", Json.text(KpiDocument.write(kpi)))
                    .bind("now", atUtc(now))
                    .bind("actor", actor)
                    .add();
        }
        batch.execute();
    }

    /** Notes that these KPIs, which are still there, are about to go. */
    void keepDeletion(TenantTransaction tx, Collection<KpiCode> codes, Instant now, @Nullable UUID actor) {
        if (codes.isEmpty()) {
            return;
        }
        tx.createUpdate(INSERT_DELETION)
                .bindArray(
                        "codes",
                        String.class,
                        codes.stream().<Object>map(KpiCode::value).toList())
                .bind("now", atUtc(now))
                .bind("actor", actor)
                .execute();
    }

    List<Version> of(TenantTransaction tx, long kpi, long before, int limit) {
        return tx.createQuery(OF_KPI)
                .bind("kpi", kpi)
                .bind("before", before)
                .bind("limit", limit)
                .map((row, context) -> version(row))
                .list();
    }

    /** The KPIs that there were, as they were defined then, by code. */
    List<KpiRecord> asOf(TenantTransaction tx, Instant at) {
        Map<KpiCode, KpiRecord> latest = new TreeMap<>();
        tx.createQuery(AS_OF)
                .bind("at", atUtc(at))
                .map((row, context) -> version(row))
                // By id: where a deletion left no trace, the later KPI of a code is the one that was there.
                .forEach(version -> latest.put(
                        version.definition().code(),
                        new KpiRecord(version.kpi(), version.definition(), version.version(), version.createdAt())));
        return List.copyOf(latest.values());
    }

    private static Version version(ResultSet row) throws SQLException {
        return new Version(
                row.getLong("kpi_id"),
                row.getLong("version"),
                KpiDocument.readSaved(Json.read(row.getString("definition"), JsonNode.class)),
                row.getObject("created_at", OffsetDateTime.class).toInstant(),
                row.getObject("created_by", UUID.class));
    }

    private static OffsetDateTime atUtc(Instant instant) {
        return instant.atOffset(ZoneOffset.UTC);
    }
}
