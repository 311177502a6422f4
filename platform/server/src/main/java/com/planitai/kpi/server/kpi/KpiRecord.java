package com.planitai.kpi.server.kpi;

import com.planitai.kpi.engine.model.Direction;
import com.planitai.kpi.engine.model.KpiCode;
import com.planitai.kpi.engine.model.KpiDefinition;
import com.planitai.kpi.engine.time.Grain;
import com.planitai.kpi.engine.unit.Unit;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A saved KPI.
 *
 * @param id the row's key, which observations refer to; never on the wire
 * @param revision counts saves from 1: the entity tag and the number of the version
 */
public record KpiRecord(long id, KpiDeclaration declared, long revision, Instant updatedAt) {
    public KpiRecord {
        if (revision < 1) {
            throw new IllegalArgumentException("expected a revision from 1, got " + revision);
        }
    }

    public KpiCode code() {
        return declared.code();
    }

    public String name() {
        return declared.name();
    }

    public Unit unit() {
        return declared.unit();
    }

    public @Nullable Integer decimals() {
        return declared.decimals();
    }

    public Grain grain() {
        return declared.grain();
    }

    public List<String> dimensions() {
        return declared.dimensions();
    }

    public @Nullable String formula() {
        return declared.formula();
    }

    public boolean isInput() {
        return declared.formula() == null;
    }

    public Direction direction() {
        Direction direction = declared.direction();
        return direction == null ? Direction.UP : direction;
    }

    /** As the engine reads it. */
    public KpiDefinition definition() {
        return declared.definition();
    }
}
