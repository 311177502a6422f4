package com.planitai.kpi.engine.evaluation;

import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/** The cells of one combination of members, one per period of the series. */
public record SeriesLine(SortedMap<String, String> members, List<Cell> cells) {
    public SeriesLine {
        members = Collections.unmodifiableSortedMap(new TreeMap<>(members));
        cells = List.copyOf(cells);
    }
}
