package com.planitai.kpi.server.tree;

import java.time.Instant;

/**
 * A saved tree.
 *
 * @param revision counts saves from 1: the entity tag
 */
public record TreeRecord(long id, TreeDeclaration declared, long revision, Instant updatedAt) {
    public String slug() {
        return declared.slug();
    }
}
