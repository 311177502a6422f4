package com.planitai.kpi.server.kpi;

import com.fasterxml.jackson.annotation.JsonValue;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.NumericNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.planitai.kpi.server.http.Json;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What happens to one thing that a tenant defines.
 *
 * @param code the code, or a tree's slug
 * @param diff field → {from, to}; empty exactly when nothing happens
 */
public record DefinitionChange(Action action, Kind kind, String code, JsonNode diff) {
    /** Numbers are equal by value, however they are written; the database writes 1E2 as 100. */
    private static final Comparator<JsonNode> BY_VALUE = (left, right) -> {
        if (left.equals(right)) {
            return 0;
        }
        boolean numbers = left instanceof NumericNode && right instanceof NumericNode;
        return numbers && left.decimalValue().compareTo(right.decimalValue()) == 0 ? 0 : 1;
    };

    public enum Action {
        CREATE,
        UPDATE,
        DELETE,
        NONE;

        @JsonValue
        public String wireName() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    public enum Kind {
        DIMENSION,
        SCENARIO,
        KPI,
        TREE;

        @JsonValue
        public String wireName() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** From one document to another; null where the thing is not there. */
    public static DefinitionChange between(
            Kind kind, String code, @Nullable ObjectNode before, @Nullable ObjectNode after) {
        ObjectNode diff = Json.MAPPER.createObjectNode();
        for (String field : fields(before, after)) {
            JsonNode from = value(before, field);
            JsonNode to = value(after, field);
            if (!from.equals(BY_VALUE, to)) {
                ObjectNode change = diff.putObject(field);
                change.set("from", from);
                change.set("to", to);
            }
        }
        Action action = Action.UPDATE;
        if (before == null) {
            action = Action.CREATE;
        } else if (after == null) {
            action = Action.DELETE;
        } else if (diff.isEmpty()) {
            action = Action.NONE;
        }
        return new DefinitionChange(action, kind, code, diff);
    }

    public boolean changesNothing() {
        return action == Action.NONE;
    }

    public DefinitionAudit.Event audited() {
        return new DefinitionAudit.Event(kind.wireName() + '.' + action.wireName(), kind.wireName() + ':' + code, diff);
    }

    private static Set<String> fields(@Nullable ObjectNode before, @Nullable ObjectNode after) {
        Set<String> fields = new LinkedHashSet<>();
        if (before != null) {
            before.fieldNames().forEachRemaining(fields::add);
        }
        if (after != null) {
            after.fieldNames().forEachRemaining(fields::add);
        }
        fields.remove("code");
        fields.remove("slug");
        return fields;
    }

    private static JsonNode value(@Nullable ObjectNode document, String field) {
        JsonNode value = document == null ? null : document.get(field);
        return value == null ? NullNode.getInstance() : value;
    }
}
