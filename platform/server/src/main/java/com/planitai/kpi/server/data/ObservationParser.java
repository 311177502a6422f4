package com.planitai.kpi.server.data;

import com.fasterxml.jackson.core.JsonParseException;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.planitai.kpi.server.data.CellFault.Part;
import com.planitai.kpi.server.http.Fault;
import com.planitai.kpi.server.http.Json;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Reads the schema {@code ObservationBatch} token by token, as validating a tree of 10,000 observations would cost more
 * than writing them. Faults of form are those of the schema; the rest of the document is read on.
 */
final class ObservationParser {
    static final int MAX_OBSERVATIONS = 10_000;

    /** An observation as far as it was readable, and what was not. */
    record Entry(@Nullable ObservationInput input, List<CellFault> faults) {
        Entry {
            faults = List.copyOf(faults);
        }

        static Entry good(ObservationInput input) {
            return new Entry(input, List.of());
        }
    }

    record Document(List<Entry> entries, OnError onError, List<Fault> faults) {}

    private final JsonParser parser;
    private final List<Entry> entries = new ArrayList<>();
    private final List<Fault> faults = new ArrayList<>();
    private OnError onError = OnError.ABORT;
    private boolean listed;

    private ObservationParser(JsonParser parser) {
        this.parser = parser;
    }

    /** Reads one batch document. */
    static Document document(InputStream body) throws IOException {
        try (JsonParser parser = Json.MAPPER.createParser(body)) {
            return new ObservationParser(parser).document();
        }
    }

    /** Reads the next observation of a stream of them; empty at its end. */
    static Optional<Entry> next(JsonParser parser) throws IOException {
        JsonToken token = parser.nextToken();
        return token == null ? Optional.empty() : Optional.of(new ObservationParser(parser).observation());
    }

    private Document document() throws IOException {
        if (parser.nextToken() != JsonToken.START_OBJECT) {
            faults.add(Fault.at("", "WRONG_TYPE", Map.of("name", "", "expected", "object")));
            return new Document(entries, onError, faults);
        }
        while (parser.nextToken() != JsonToken.END_OBJECT) {
            String name = parser.currentName();
            parser.nextToken();
            switch (name) {
                case "observations" -> observations();
                case "onError" -> onError();
                default -> {
                    faults.add(Fault.at("/" + name, "FIELD_UNKNOWN", Map.of("name", name)));
                    parser.skipChildren();
                }
            }
        }
        if (parser.nextToken() != null) {
            throw new JsonParseException(parser, "Content after the end of the document");
        }
        if (!listed) {
            faults.add(Fault.at("/observations", "FIELD_MISSING", Map.of("name", "observations")));
        }
        return new Document(entries, onError, faults);
    }

    private void observations() throws IOException {
        listed = true;
        if (parser.currentToken() != JsonToken.START_ARRAY) {
            faults.add(Fault.at("/observations", "WRONG_TYPE", Map.of("name", "observations", "expected", "array")));
            parser.skipChildren();
            return;
        }
        while (parser.nextToken() != JsonToken.END_ARRAY) {
            if (entries.size() < MAX_OBSERVATIONS) {
                entries.add(observation());
            } else {
                parser.skipChildren();
                if (faults.stream().noneMatch(fault -> fault.code().equals("TOO_MANY_ITEMS"))) {
                    Map<String, String> arguments =
                            Map.of("name", "observations", "expected", Integer.toString(MAX_OBSERVATIONS));
                    faults.add(Fault.at("/observations", "TOO_MANY_ITEMS", arguments));
                }
            }
        }
    }

    private void onError() throws IOException {
        String text = parser.currentToken() == JsonToken.VALUE_STRING ? parser.getText() : "";
        if (text.equals("abort") || text.equals("skip")) {
            onError = OnError.valueOf(text.toUpperCase(Locale.ROOT));
        } else {
            faults.add(Fault.at("/onError", "VALUE_NOT_ALLOWED", Map.of("name", "onError", "expected", "abort, skip")));
            parser.skipChildren();
        }
    }

    private Entry observation() throws IOException {
        List<CellFault> own = new ArrayList<>();
        if (parser.currentToken() != JsonToken.START_OBJECT) {
            parser.skipChildren();
            own.add(wrongType("observation", "object"));
            return new Entry(null, own);
        }
        String kpi = null;
        String period = null;
        String scenario = null;
        Map<String, String> members = Map.of();
        Double value = null;
        boolean valued = false;
        while (parser.nextToken() != JsonToken.END_OBJECT) {
            String name = parser.currentName();
            parser.nextToken();
            switch (name) {
                case "kpi" -> kpi = text(name, own);
                case "period" -> period = text(name, own);
                case "scenario" -> scenario = text(name, own);
                case "members" -> members = members(own);
                case "value" -> {
                    value = number(own);
                    valued = true;
                }
                default -> {
                    own.add(CellFault.of(Part.WHOLE, "FIELD_UNKNOWN", Map.of("name", name)));
                    parser.skipChildren();
                }
            }
        }
        require(kpi != null || mentions(own, "kpi"), "kpi", own);
        require(period != null || mentions(own, "period"), "period", own);
        require(valued, "value", own);
        if (kpi == null || period == null) {
            return new Entry(null, own);
        }
        return new Entry(new ObservationInput(kpi, period, scenario, members, value), own);
    }

    private @Nullable String text(String name, List<CellFault> own) throws IOException {
        if (parser.currentToken() == JsonToken.VALUE_STRING) {
            return parser.getText();
        }
        parser.skipChildren();
        own.add(wrongType(name, "string"));
        return null;
    }

    private @Nullable Double number(List<CellFault> own) throws IOException {
        JsonToken token = parser.currentToken();
        if (token == JsonToken.VALUE_NULL) {
            return null;
        }
        if (token.isNumeric()) {
            return parser.getValueAsDouble();
        }
        parser.skipChildren();
        own.add(wrongType("value", "number, null"));
        return null;
    }

    private Map<String, String> members(List<CellFault> own) throws IOException {
        if (parser.currentToken() != JsonToken.START_OBJECT) {
            parser.skipChildren();
            own.add(wrongType("members", "object"));
            return Map.of();
        }
        Map<String, String> members = new HashMap<>();
        while (parser.nextToken() != JsonToken.END_OBJECT) {
            String dimension = parser.currentName();
            parser.nextToken();
            String member = text("members/" + dimension, own);
            if (member != null) {
                members.put(dimension, member);
            }
        }
        return members;
    }

    private static boolean mentions(List<CellFault> own, String name) {
        return own.stream().anyMatch(fault -> name.equals(fault.arguments().get("name")));
    }

    private static void require(boolean present, String name, List<CellFault> own) {
        if (!present) {
            own.add(CellFault.of(Part.WHOLE, "FIELD_MISSING", Map.of("name", name)));
        }
    }

    private static CellFault wrongType(String name, String expected) {
        return CellFault.of(Part.WHOLE, "WRONG_TYPE", Map.of("name", name, "expected", expected));
    }
}
