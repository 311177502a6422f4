package com.planitai.kpi.server.kpi;

import com.planitai.kpi.tenancy.TenantTransaction;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jdbi.v3.core.statement.PreparedBatch;
import org.jspecify.annotations.Nullable;

/** Rows of {@code dimension} and {@code dimension_member}. */
final class DimensionRepository {
    private static final String ALL = """
            SELECT dimension.code AS dimension, dimension.name AS dimension_name, dimension_member.code AS member,
                   dimension_member.name AS member_name
            FROM dimension
            LEFT JOIN dimension_member ON dimension_member.dimension = dimension.code
            ORDER BY dimension.code COLLATE "C", dimension_member.position
            """;
    private static final String REVISION = """
            SELECT revision
            FROM dimension
            WHERE code = :code
            """;
    private static final String INSERT = """
            INSERT INTO dimension (code, name)
            VALUES (:code, :name)
            """;
    private static final String UPDATE = """
            UPDATE dimension
            SET name = :name, revision = revision + 1
            WHERE code = :code
            """;
    private static final String DELETE = """
            DELETE FROM dimension
            WHERE code = ANY(:codes)
            """;
    private static final String DELETE_MEMBERS = """
            DELETE FROM dimension_member
            WHERE dimension = :code
            """;
    private static final String INSERT_MEMBER = """
            INSERT INTO dimension_member (dimension, code, name, position)
            VALUES (:dimension, :code, :name, :position)
            """;
    /** Members are kept as {@code dim=member;dim=member}; runs only when a member is to go. */
    private static final String OBSERVED = """
            SELECT EXISTS (SELECT 1
                           FROM observation
                           WHERE strpos(';' || members || ';', ';' || :dimension || '=' || :member || ';') > 0)
            """;

    private static final String CARRIED = """
            SELECT EXISTS (SELECT 1
                           FROM observation
                           WHERE strpos(';' || members, ';' || :dimension || '=') > 0)
            """;

    private record Row(
            String dimension,
            String name,
            @Nullable String member,
            @Nullable String memberName) {}

    List<DimensionRecord> all(TenantTransaction tx) {
        Map<String, List<DimensionRecord.Member>> members = new LinkedHashMap<>();
        Map<String, String> names = new LinkedHashMap<>();
        List<Row> rows = tx.createQuery(ALL)
                .map((row, context) -> new Row(
                        row.getString("dimension"),
                        row.getString("dimension_name"),
                        row.getString("member"),
                        row.getString("member_name")))
                .list();
        for (Row row : rows) {
            names.put(row.dimension(), row.name());
            var list = members.computeIfAbsent(row.dimension(), code -> new ArrayList<>());
            if (row.member() != null && row.memberName() != null) {
                list.add(new DimensionRecord.Member(row.member(), row.memberName()));
            }
        }
        return names.entrySet().stream()
                .map(entry -> new DimensionRecord(
                        entry.getKey(), entry.getValue(), members.getOrDefault(entry.getKey(), List.of())))
                .toList();
    }

    Optional<DimensionService.Revised<DimensionRecord>> find(TenantTransaction tx, String code) {
        Optional<Long> revision =
                tx.createQuery(REVISION).bind("code", code).mapTo(Long.class).findOne();
        return revision.flatMap(found -> all(tx).stream()
                .filter(dimension -> dimension.code().equals(code))
                .findFirst()
                .map(dimension -> new DimensionService.Revised<>(dimension, found)));
    }

    void insert(TenantTransaction tx, DimensionRecord dimension) {
        tx.createUpdate(INSERT)
                .bind("code", dimension.code())
                .bind("name", dimension.name())
                .execute();
        insertMembers(tx, dimension);
    }

    void update(TenantTransaction tx, DimensionRecord dimension) {
        tx.createUpdate(UPDATE)
                .bind("code", dimension.code())
                .bind("name", dimension.name())
                .execute();
        tx.createUpdate(DELETE_MEMBERS).bind("code", dimension.code()).execute();
        insertMembers(tx, dimension);
    }

    void delete(TenantTransaction tx, Collection<String> codes) {
        if (!codes.isEmpty()) {
            tx.createUpdate(DELETE)
                    .bindArray("codes", String.class, new ArrayList<Object>(codes))
                    .execute();
        }
    }

    boolean hasObservations(TenantTransaction tx, String dimension, String member) {
        return tx.createQuery(OBSERVED)
                .bind("dimension", dimension)
                .bind("member", member)
                .mapTo(Boolean.class)
                .one();
    }

    /** Whether any observation is split by it. */
    boolean isCarried(TenantTransaction tx, String dimension) {
        return tx.createQuery(CARRIED)
                .bind("dimension", dimension)
                .mapTo(Boolean.class)
                .one();
    }

    private static void insertMembers(TenantTransaction tx, DimensionRecord dimension) {
        if (dimension.members().isEmpty()) {
            return;
        }
        PreparedBatch batch = tx.prepareBatch(INSERT_MEMBER);
        int position = 0;
        for (DimensionRecord.Member member : dimension.members()) {
            batch.bind("dimension", dimension.code())
                    .bind("code", member.code())
                    .bind("name", member.name())
                    .bind("position", position++)
                    .add();
        }
        batch.execute();
    }
}
