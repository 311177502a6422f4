package com.planitai.kpi.engine.evaluation;

import com.planitai.kpi.engine.model.KpiCode;
import java.util.Objects;

/** A driver someone believes in though no formula states it: {@code from} is influenced by {@code to}. */
public record Influence(KpiCode from, KpiCode to, String note) {
    public Influence {
        Objects.requireNonNull(note, "note");
        if (from.equals(to)) {
            throw new IllegalArgumentException("expected an influence between two KPIs, got " + from + " on itself");
        }
    }
}
