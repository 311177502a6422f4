package com.planitai.kpi.server.kpi;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

/** Merge patches (RFC 7396): objects merge, null removes, everything else replaces. */
public final class MergePatch {
    private MergePatch() {}

    /** A patched copy. As deep as the patch, which the parser bounds. */
    public static ObjectNode apply(ObjectNode document, ObjectNode patch) {
        ObjectNode merged = document.deepCopy();
        patch.properties().forEach(field -> {
            JsonNode value = field.getValue();
            if (value.isNull()) {
                merged.remove(field.getKey());
            } else if (value instanceof ObjectNode object) {
                boolean known = merged.get(field.getKey()) instanceof ObjectNode;
                ObjectNode target = known ? (ObjectNode) merged.get(field.getKey()) : merged.objectNode();
                merged.set(field.getKey(), apply(target, object));
            } else {
                merged.set(field.getKey(), value);
            }
        });
        return merged;
    }
}
