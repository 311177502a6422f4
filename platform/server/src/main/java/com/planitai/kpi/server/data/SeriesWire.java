package com.planitai.kpi.server.data;

import com.planitai.kpi.engine.evaluation.Cell;
import com.planitai.kpi.engine.evaluation.SeriesLine;
import com.planitai.kpi.engine.evaluation.SeriesQuery;
import com.planitai.kpi.engine.evaluation.SeriesResult.Series;
import com.planitai.kpi.engine.evaluation.Warning;
import com.planitai.kpi.engine.model.KpiCode;
import com.planitai.kpi.engine.time.Period;
import com.planitai.kpi.server.http.Messages;
import com.planitai.kpi.server.kpi.KpiRecord;
import com.planitai.kpi.server.kpi.UnitDocument;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The wire form of a series, schema {@code Series}. */
final class SeriesWire {
    private SeriesWire() {}

    static Map<String, Object> of(Series series, KpiRecord kpi, SeriesQuery query, Locale language) {
        Map<String, Object> wire = new LinkedHashMap<>();
        wire.put("kpi", series.kpi().value());
        wire.put("unit", UnitDocument.write(series.unit()));
        wire.put("grain", query.from().grain().name());
        wire.put("scenario", query.scenario());
        wire.put("periods", texts(series.periods()));
        wire.put("partial", texts(series.partial()));
        wire.put(
                "series",
                series.lines().stream()
                        .map(line -> line(line, series.periods(), !kpi.isInput()))
                        .toList());
        wire.put(
                "warnings",
                series.warnings().stream()
                        .map(warning -> warning(warning, language))
                        .toList());
        return wire;
    }

    /** An input's values are all set, so that only a formula KPI's say where they come from. */
    private static Map<String, Object> line(SeriesLine line, List<Period> periods, boolean withOrigin) {
        List<@Nullable Double> values = new ArrayList<>();
        List<@Nullable String> origins = new ArrayList<>();
        List<Double> completeness = new ArrayList<>();
        Map<String, Object> reasons = new LinkedHashMap<>();
        for (int index = 0; index < periods.size(); index++) {
            Cell cell = line.cells().get(index);
            values.add(cell.value());
            origins.add(cell.isMissing() ? null : cell.origin().name().toLowerCase(Locale.ROOT));
            completeness.add(cell.completeness());
            var reason = cell.reason();
            if (reason != null) {
                Map<String, Object> missing = new LinkedHashMap<>();
                missing.put("code", reason.code().name());
                missing.put(
                        "inputs", reason.inputs().stream().map(KpiCode::value).toList());
                reasons.put(periods.get(index).toString(), missing);
            }
        }
        Map<String, Object> wire = new LinkedHashMap<>();
        wire.put("members", line.members());
        wire.put("values", values);
        if (withOrigin) {
            wire.put("origin", origins);
        }
        if (line.cells().stream().anyMatch(cell -> cell.computed() != null)) {
            wire.put("computed", line.cells().stream().map(Cell::computed).toList());
        }
        wire.put("reasons", reasons);
        wire.put("completeness", completeness);
        return wire;
    }

    private static Map<String, Object> warning(Warning warning, Locale language) {
        Map<String, Object> wire = new LinkedHashMap<>();
        wire.put("code", warning.code().name());
        wire.put("message", Messages.text(language, warning.code().name(), warning.arguments()));
        return wire;
    }

    private static List<String> texts(List<Period> periods) {
        return periods.stream().map(Period::toString).toList();
    }
}
