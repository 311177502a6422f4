package com.planitai.kpi.engine.statistics;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.util.List;
import java.util.stream.StreamSupport;

/** Four public series with what R's {@code forecast::ets} and {@code stl} say of them. */
public record Reference(JsonNode json) {
    public static List<Reference> all() {
        try (var file = requireNonNull(Reference.class.getResourceAsStream("forecast-reference.json"))) {
            return StreamSupport.stream(new ObjectMapper().readTree(file).spliterator(), false)
                    .map(Reference::new)
                    .toList();
        } catch (IOException e) {
            throw new IllegalStateException("forecast-reference.json cannot be read", e);
        }
    }

    public static Reference of(String name) {
        return all().stream()
                .filter(reference -> reference.name().equals(name))
                .findFirst()
                .orElseThrow();
    }

    public String name() {
        return json.get("name").asText();
    }

    public Season season() {
        return new Season(json.get("frequency").asInt());
    }

    public double[] train() {
        return numbers(json.get("train"));
    }

    public double[] test() {
        return numbers(json.get("test"));
    }

    public String model() {
        return json.at("/ets/method").asText();
    }

    public double aicc() {
        return json.at("/ets/aicc").asDouble();
    }

    public double mase() {
        return json.at("/ets/mase").asDouble();
    }

    public double[] ets(String column) {
        return numbers(json.at("/ets/" + column));
    }

    public boolean hasStl() {
        return json.has("stlRobustPeriodic");
    }

    public double[] stl(String component) {
        return numbers(json.at("/stlRobustPeriodic/" + component));
    }

    private static double[] numbers(JsonNode array) {
        return StreamSupport.stream(array.spliterator(), false)
                .mapToDouble(JsonNode::asDouble)
                .toArray();
    }

    @Override
    public String toString() {
        return name();
    }
}
