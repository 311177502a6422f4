package com.planitai.kpi.server.tree;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.planitai.kpi.engine.model.Direction;
import com.planitai.kpi.engine.model.KpiCode;
import com.planitai.kpi.engine.unit.Unit;
import com.planitai.kpi.server.http.JsonBytes;
import com.planitai.kpi.server.kpi.Definitions;
import com.planitai.kpi.server.kpi.KpiRecord;
import com.planitai.kpi.server.kpi.UnitDocument;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * What each evaluation says of a KPI and no number changes, as JSON: kept for as long as the definitions are in use, which
 * outlive many versions of a tenant's numbers. Thread-safe.
 */
final class KpiHeads {
    private static final int EXPECTED_BYTES = 256;

    private static final byte[] KPI = JsonBytes.name("kpi");
    private static final byte[] NAME = JsonBytes.name("name");
    private static final byte[] UNIT = JsonBytes.name("unit");
    private static final byte[] DECIMALS = JsonBytes.name("decimals");
    private static final byte[] DIRECTION = JsonBytes.name("direction");
    private static final byte[] TYPE = JsonBytes.name("type");
    private static final byte[] LOWER = JsonBytes.name("lower");
    private static final byte[] UPPER = JsonBytes.name("upper");

    private final Cache<Definitions, Map<KpiCode, byte[]>> byDefinitions =
            Caffeine.newBuilder().weakKeys().build();

    /** The fields of each KPI, made at first use. */
    Map<KpiCode, byte[]> of(Definitions definitions) {
        return byDefinitions.get(definitions, _ -> new ConcurrentHashMap<>());
    }

    /** @param unit as resolved with the definitions that the KPI is of */
    static byte[] fields(KpiCode code, Unit unit, @Nullable KpiRecord kpi) {
        JsonBytes json = new JsonBytes(EXPECTED_BYTES)
                .field(KPI)
                .text(code.value())
                .field(NAME)
                .text(kpi == null ? code.value() : kpi.name())
                .field(UNIT);
        UnitDocument.write(json, unit);
        Integer decimals = kpi == null ? null : kpi.decimals();
        json.field(DECIMALS);
        if (decimals == null) {
            json.missing();
        } else {
            json.number(decimals.intValue());
        }
        direction(json, kpi == null ? Direction.UP : kpi.direction());
        return json.toByteArray();
    }

    private static void direction(JsonBytes json, Direction direction) {
        json.field(DIRECTION).beginObject().field(TYPE).text(direction.kind());
        Double lower = direction.lower();
        Double upper = direction.upper();
        if (lower != null && upper != null) {
            json.field(LOWER).number(lower).field(UPPER).number(upper);
        }
        json.endObject();
    }
}
