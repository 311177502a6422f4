package com.planitai.kpi.server.template;

import com.fasterxml.jackson.databind.JsonNode;
import com.planitai.kpi.server.http.Fault;
import com.planitai.kpi.server.http.Json;
import com.planitai.kpi.server.http.Place;
import com.planitai.kpi.server.http.RequestSchemas;
import com.planitai.kpi.spi.TemplateParameters;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** The parameters of a template, checked against its schema before the plugin sees them. */
final class ParameterReading {
    private static final String POINTER = "/parameters";

    private ParameterReading() {}

    static List<Fault> check(String schema, JsonNode parameters) {
        JsonNode document = parameters.isObject() ? parameters : Json.MAPPER.createObjectNode();
        return RequestSchemas.check(Json.read(schema, JsonNode.class), document).stream()
                .map(fault -> fault.place() instanceof Place.Pointer(String pointer)
                        ? fault.within(POINTER + pointer)
                        : fault.within(POINTER))
                .toList();
    }

    /** The values; those that cannot cross to a plugin are noted as faults. */
    static TemplateParameters read(JsonNode parameters, List<Fault> faults) {
        TemplateParameters.Builder builder = TemplateParameters.builder();
        for (Map.Entry<String, JsonNode> field : parameters.properties()) {
            JsonNode value = field.getValue();
            try {
                if (value.isTextual()) {
                    builder.text(field.getKey(), value.textValue());
                } else if (value.isNumber()) {
                    builder.number(field.getKey(), value.decimalValue());
                } else if (value.isBoolean()) {
                    builder.flag(field.getKey(), value.booleanValue());
                } else if (value.isArray()) {
                    builder.texts(field.getKey(), texts(value));
                } else if (!value.isNull()) {
                    faults.add(unusable(field.getKey(), value.getNodeType().name()));
                }
            } catch (IllegalArgumentException refused) {
                faults.add(unusable(field.getKey(), String.valueOf(refused.getMessage())));
            }
        }
        return builder.build();
    }

    private static Fault unusable(String name, String reason) {
        return Fault.at(
                POINTER + '/' + name, "TEMPLATE_PARAMETER_INVALID", Map.of("parameter", name, "reason", reason));
    }

    private static List<String> texts(JsonNode array) {
        List<String> texts = new ArrayList<>();
        array.forEach(item -> texts.add(item.asText()));
        return texts;
    }
}
