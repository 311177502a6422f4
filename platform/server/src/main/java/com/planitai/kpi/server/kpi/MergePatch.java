package com.planitai.kpi.server.kpi;

import com.fasterxml.jackson.databind.node.ObjectNode;

/**
 * Merge patches (RFC 7396) of our documents. Their nested objects are values (a unit, a direction, a layout) whose schemas
 * ask for the whole of them, so they are replaced and not merged.
 */
public final class MergePatch {
    private MergePatch() {}

    /** A patched copy. */
    public static ObjectNode apply(ObjectNode document, ObjectNode patch) {
        ObjectNode merged = document.deepCopy();
        patch.properties().forEach(field -> {
            if (field.getValue().isNull()) {
                merged.remove(field.getKey());
            } else {
                merged.set(field.getKey(), field.getValue());
            }
        });
        return merged;
    }
}
