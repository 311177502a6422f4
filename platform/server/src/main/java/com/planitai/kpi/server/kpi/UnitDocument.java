package com.planitai.kpi.server.kpi;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.planitai.kpi.engine.unit.Unit;
import com.planitai.kpi.engine.unit.UnitType;
import com.planitai.kpi.server.http.Fault;
import com.planitai.kpi.server.http.Json;
import com.planitai.kpi.server.http.JsonBytes;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Units on the wire and in the database: {@code {type, currency?, label?, per?}}. */
public final class UnitDocument {
    private static final byte[] TYPE = JsonBytes.name("type");
    private static final byte[] CURRENCY = JsonBytes.name("currency");
    private static final byte[] LABEL = JsonBytes.name("label");
    private static final byte[] PER = JsonBytes.name("per");

    private UnitDocument() {}

    public static ObjectNode write(Unit unit) {
        ObjectNode document = Json.MAPPER.createObjectNode();
        document.put("type", unit.type().name());
        if (unit.currency() != null) {
            document.put("currency", unit.currency());
        }
        if (unit.label() != null) {
            document.put("label", unit.label());
        }
        if (unit.per() != null) {
            document.set("per", write(unit.per()));
        }
        return document;
    }

    /** The same, straight into bytes. */
    public static void write(JsonBytes json, Unit unit) {
        json.beginObject().field(TYPE).text(unit.type());
        if (unit.currency() != null) {
            json.field(CURRENCY).text(unit.currency());
        }
        if (unit.label() != null) {
            json.field(LABEL).text(unit.label());
        }
        Unit per = unit.per();
        if (per != null) {
            json.field(PER);
            write(json, per);
        }
        json.endObject();
    }

    /** The unit, or null with faults noted; the document holds to the schema {@code Unit}. */
    static @Nullable Unit read(JsonNode document, String pointer, List<Fault> faults) {
        UnitType type = UnitType.valueOf(document.path("type").asText());
        String currency =
                document.hasNonNull("currency") ? document.get("currency").asText() : null;
        String label = document.hasNonNull("label") ? document.get("label").asText() : null;
        Unit per = null;
        int before = faults.size();
        if ((type == UnitType.CURRENCY) != (currency != null)) {
            faults.add(Fault.at(pointer + "/currency", currency == null ? "CURRENCY_MISSING" : "CURRENCY_NOT_ALLOWED"));
        }
        if (document.path("per").has("per")) {
            faults.add(Fault.at(pointer + "/per/per", "UNIT_PER_TOO_DEEP"));
        } else if (document.has("per")) {
            per = read(document.get("per"), pointer + "/per", faults);
        }
        return faults.size() > before ? null : new Unit(type, currency, label, per);
    }
}
