package com.planitai.kpi.server.tree;

import com.fasterxml.jackson.databind.node.ObjectNode;
import com.planitai.kpi.engine.model.KpiCode;
import com.planitai.kpi.server.http.Json;
import com.planitai.kpi.server.tree.TreeDeclaration.Influence;
import com.planitai.kpi.tenancy.TenantTransaction;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jdbi.v3.core.statement.PreparedBatch;
import org.jdbi.v3.core.statement.Query;
import org.jspecify.annotations.Nullable;

/** Rows of {@code tree} and {@code tree_influence}. */
final class TreeRepository {
    private static final String ALL = """
            SELECT tree.id, slug, tree.name, kpi.code AS root, layout, tree.revision, tree.updated_at
            FROM tree
            JOIN kpi ON kpi.id = tree.root_kpi
            ORDER BY slug COLLATE "C"
            """;
    private static final String FIND = """
            SELECT tree.id, slug, tree.name, kpi.code AS root, layout, tree.revision, tree.updated_at
            FROM tree
            JOIN kpi ON kpi.id = tree.root_kpi
            WHERE slug = :slug
            """;
    private static final String INFLUENCES = """
            SELECT tree_id, start.code AS from_code, finish.code AS to_code, note
            FROM tree_influence
            JOIN kpi AS start ON start.id = from_kpi
            JOIN kpi AS finish ON finish.id = to_kpi
            ORDER BY tree_id, position
            """;
    private static final String INFLUENCES_OF = """
            SELECT tree_id, start.code AS from_code, finish.code AS to_code, note
            FROM tree_influence
            JOIN kpi AS start ON start.id = from_kpi
            JOIN kpi AS finish ON finish.id = to_kpi
            WHERE tree_id = :tree
            ORDER BY position
            """;
    private static final String INSERT = """
            INSERT INTO tree (slug, name, root_kpi, layout, created_at, updated_at)
            SELECT :slug, :name, id, CAST(:layout AS jsonb), :now, :now
            FROM kpi
            WHERE code = :root
            """;
    private static final String UPDATE = """
            UPDATE tree
            SET name = :name, root_kpi = (SELECT id FROM kpi WHERE code = :root), layout = CAST(:layout AS jsonb),
                revision = revision + 1, updated_at = :now
            WHERE slug = :slug
            """;
    private static final String DELETE = """
            DELETE FROM tree
            WHERE slug = ANY(:slugs)
            """;
    private static final String DELETE_INFLUENCES = """
            DELETE FROM tree_influence
            USING tree
            WHERE tree.id = tree_id AND slug = :slug
            """;
    private static final String INSERT_INFLUENCE = """
            INSERT INTO tree_influence (tree_id, from_kpi, to_kpi, note, position)
            SELECT tree.id, start.id, finish.id, :note, :position
            FROM tree, kpi AS start, kpi AS finish
            WHERE tree.slug = :slug AND start.code = :from AND finish.code = :to
            """;

    private record Row(
            long id,
            String slug,
            String name,
            String root,
            @Nullable String layout,
            long revision,
            Instant updatedAt) {}

    private record InfluenceRow(long tree, Influence influence) {}

    /** By slug. */
    List<TreeRecord> all(TenantTransaction tx) {
        Map<Long, List<Influence>> influences = new HashMap<>();
        influences(tx.createQuery(INFLUENCES))
                .forEach(row -> influences
                        .computeIfAbsent(row.tree(), tree -> new ArrayList<>())
                        .add(row.influence()));
        return rows(tx.createQuery(ALL)).stream()
                .map(row -> tree(row, influences.getOrDefault(row.id(), List.of())))
                .toList();
    }

    Optional<TreeRecord> find(TenantTransaction tx, String slug) {
        return rows(tx.createQuery(FIND).bind("slug", slug)).stream()
                .findFirst()
                .map(row -> tree(
                        row,
                        influences(tx.createQuery(INFLUENCES_OF).bind("tree", row.id())).stream()
                                .map(InfluenceRow::influence)
                                .toList()));
    }

    void insert(TenantTransaction tx, TreeDeclaration tree, Instant now) {
        write(tx, INSERT, tree, now);
    }

    void update(TenantTransaction tx, TreeDeclaration tree, Instant now) {
        tx.createUpdate(DELETE_INFLUENCES).bind("slug", tree.slug()).execute();
        write(tx, UPDATE, tree, now);
    }

    void delete(TenantTransaction tx, Collection<String> slugs) {
        if (!slugs.isEmpty()) {
            tx.createUpdate(DELETE)
                    .bindArray("slugs", String.class, new ArrayList<Object>(slugs))
                    .execute();
        }
    }

    private static void write(TenantTransaction tx, String sql, TreeDeclaration tree, Instant now) {
        int written = tx.createUpdate(sql)
                .bind("slug", tree.slug())
                .bind("name", tree.name())
                .bind("root", tree.root().value())
                .bind("layout", tree.layout() == null ? null : Json.text(tree.layout()))
                .bind("now", now.atOffset(ZoneOffset.UTC))
                .execute();
        if (written != 1) {
            throw new IllegalStateException("expected to write the tree " + tree.slug() + ", wrote " + written);
        }
        if (tree.influences().isEmpty()) {
            return;
        }
        PreparedBatch batch = tx.prepareBatch(INSERT_INFLUENCE);
        int position = 0;
        for (Influence influence : tree.influences()) {
            batch.bind("slug", tree.slug())
                    .bind("from", influence.from().value())
                    .bind("to", influence.to().value())
                    .bind("note", influence.note())
                    .bind("position", position++)
                    .add();
        }
        batch.execute();
    }

    private static List<Row> rows(Query query) {
        return query.map((row, context) -> new Row(
                        row.getLong("id"),
                        row.getString("slug"),
                        row.getString("name"),
                        row.getString("root"),
                        row.getString("layout"),
                        row.getLong("revision"),
                        row.getObject("updated_at", OffsetDateTime.class).toInstant()))
                .list();
    }

    private static List<InfluenceRow> influences(Query query) {
        return query.map((row, context) -> new InfluenceRow(
                        row.getLong("tree_id"),
                        new Influence(
                                new KpiCode(row.getString("from_code")),
                                new KpiCode(row.getString("to_code")),
                                row.getString("note"))))
                .list();
    }

    private static TreeRecord tree(Row row, List<Influence> influences) {
        return new TreeRecord(
                row.id(),
                new TreeDeclaration(
                        row.slug(),
                        row.name(),
                        new KpiCode(row.root()),
                        row.layout() == null ? null : Json.read(row.layout(), ObjectNode.class),
                        influences),
                row.revision(),
                row.updatedAt());
    }
}
