package com.planitai.kpi.server.tree;

import com.fasterxml.jackson.databind.node.ObjectNode;
import com.planitai.kpi.engine.model.KpiCode;
import com.planitai.kpi.server.snapshot.SnapshotTree;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * All that a person said about a tree.
 *
 * @param layout what the web app keeps about the arrangement; ours to store and not to read
 */
public record TreeDeclaration(
        String slug, String name, KpiCode root, @Nullable ObjectNode layout, List<Influence> influences) {
    /** Largest layout, in characters of its JSON. */
    public static final int MAX_LAYOUT_CHARACTERS = 256 * 1024;

    public TreeDeclaration {
        influences = List.copyOf(influences);
    }

    /** As far as numbers depend on it. */
    SnapshotTree evaluated() {
        return new SnapshotTree(
                slug,
                name,
                root,
                influences.stream()
                        .map(influence -> new com.planitai.kpi.engine.evaluation.Influence(
                                influence.from(), influence.to(), influence.note() == null ? "" : influence.note()))
                        .toList());
    }

    /** A driver someone believes in though no formula states it: {@code from} is influenced by {@code to}. */
    public record Influence(
            KpiCode from, KpiCode to, @Nullable String note) {}
}
