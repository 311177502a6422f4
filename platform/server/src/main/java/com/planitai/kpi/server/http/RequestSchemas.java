package com.planitai.kpi.server.http;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.PathType;
import com.networknt.schema.SchemaValidatorsConfig;
import com.networknt.schema.SpecVersion;
import com.networknt.schema.ValidationMessage;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;

/** Checks request bodies against the schemas of the OpenAPI document, so that the published contract is the one in force. */
public final class RequestSchemas {
    /** Faults beyond this many are counted in the last one instead of listed. */
    public static final int MAX_FAULTS = 1_000;

    private static final Map<String, String> CODES = Map.ofEntries(
            Map.entry("required", "FIELD_MISSING"),
            Map.entry("additionalProperties", "FIELD_UNKNOWN"),
            Map.entry("type", "WRONG_TYPE"),
            Map.entry("enum", "VALUE_NOT_ALLOWED"),
            Map.entry("const", "VALUE_NOT_ALLOWED"),
            Map.entry("pattern", "WRONG_FORMAT"),
            Map.entry("minLength", "TOO_SHORT"),
            Map.entry("maxLength", "TOO_LONG"),
            Map.entry("minimum", "TOO_SMALL"),
            Map.entry("exclusiveMinimum", "TOO_SMALL"),
            Map.entry("maximum", "TOO_BIG"),
            Map.entry("maxItems", "TOO_MANY_ITEMS"),
            Map.entry("uniqueItems", "DUPLICATE_ITEMS"));
    private static final SchemaValidatorsConfig CONFIGURATION =
            SchemaValidatorsConfig.builder().pathType(PathType.JSON_POINTER).build();
    private static final Set<String> COMBINATORS = Set.of("oneOf", "anyOf", "allOf");

    private final JsonNode openApi;
    private final JsonSchemaFactory factory = JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V202012);
    private final Map<String, JsonSchema> schemas = new ConcurrentHashMap<>();

    public RequestSchemas(JsonNode openApi) {
        this.openApi = openApi;
    }

    /** Every fault of the document against the component schema of this name; empty when it holds. */
    public List<Fault> check(String name, JsonNode document) {
        List<Fault> unstorable = new ArrayList<>();
        findUnstorable(document, "", unstorable);
        if (!unstorable.isEmpty()) {
            return unstorable;
        }
        return faults(schemas.computeIfAbsent(name, this::compile).validate(document));
    }

    /** Every fault of a document against a schema that came from elsewhere, such as a plugin's. */
    public static List<Fault> check(JsonNode schema, JsonNode document) {
        return faults(JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V202012)
                .getSchema(schema, CONFIGURATION)
                .validate(document));
    }

    private static List<Fault> faults(Set<ValidationMessage> found) {
        Set<String> explained = found.stream()
                .filter(message -> !COMBINATORS.contains(message.getType()))
                .map(message -> message.getInstanceLocation().toString())
                .collect(Collectors.toSet());
        Map<String, Fault> faults = new LinkedHashMap<>();
        for (ValidationMessage message : found) {
            if (!isNoise(message, explained)) {
                Fault fault = fault(message);
                faults.putIfAbsent(fault.place() + fault.code(), fault);
            }
            if (faults.size() >= MAX_FAULTS) {
                break;
            }
        }
        return new ArrayList<>(faults.values());
    }

    private static void findUnstorable(JsonNode node, String pointer, List<Fault> faults) {
        if (faults.size() >= MAX_FAULTS) {
            return;
        }
        if (node.isTextual()) {
            addUnstorable(node.textValue(), pointer, faults);
        }
        if (node.isArray()) {
            for (int i = 0; i < node.size(); i++) {
                findUnstorable(node.get(i), pointer + '/' + i, faults);
            }
        }
        for (Map.Entry<String, JsonNode> field : node.properties()) {
            addUnstorable(field.getKey(), pointer, faults);
            findUnstorable(field.getValue(), pointer + '/' + escaped(field.getKey()), faults);
        }
    }

    private static void addUnstorable(String text, String pointer, List<Fault> faults) {
        StorableText.unstorable(text)
                .ifPresent(character ->
                        faults.add(Fault.at(pointer, "CHARACTER_NOT_ALLOWED", Map.of("character", character))));
    }

    private static String escaped(String field) {
        return field.replace("~", "~0").replace("/", "~1");
    }

    private JsonSchema compile(String name) {
        ObjectNode root = Json.MAPPER.createObjectNode();
        root.put("$ref", "#/components/schemas/" + name);
        root.set("components", openApi.path("components"));
        return factory.getSchema(root, CONFIGURATION);
    }

    /** A "one of these" says nothing that its branches do not say better, and "or null" branches are for declaring, not for reading. */
    private static boolean isNoise(ValidationMessage message, Set<String> explained) {
        boolean combinator = COMBINATORS.contains(message.getType());
        boolean nullBranch = message.getType().equals("type")
                && message.getSchemaNode() != null
                && message.getSchemaNode().asText().equals("null");
        return nullBranch
                || (combinator
                        && explained.contains(message.getInstanceLocation().toString()));
    }

    private static Fault fault(ValidationMessage message) {
        String property = message.getProperty();
        String location = message.getInstanceLocation().toString();
        String pointer = property == null ? location : location + "/" + property;
        String name = pointer.substring(pointer.lastIndexOf('/') + 1);
        String expected = Arrays.stream(message.getArguments() == null ? new Object[0] : message.getArguments())
                .map(String::valueOf)
                .collect(Collectors.joining(", "));
        String code = CODES.getOrDefault(message.getType(), "NOT_VALID");
        return Fault.at(pointer, code, Map.of("name", name, "expected", expected));
    }
}
