package com.planitai.kpi.server.data;

import com.planitai.kpi.engine.evaluation.Cell;
import com.planitai.kpi.engine.evaluation.MissingReason;
import com.planitai.kpi.engine.evaluation.Origin;
import com.planitai.kpi.engine.evaluation.SeriesLine;
import com.planitai.kpi.engine.evaluation.SeriesQuery;
import com.planitai.kpi.engine.evaluation.SeriesResult.Series;
import com.planitai.kpi.engine.evaluation.Warning;
import com.planitai.kpi.engine.model.KpiCode;
import com.planitai.kpi.engine.time.Period;
import com.planitai.kpi.server.http.JsonBytes;
import com.planitai.kpi.server.http.Messages;
import com.planitai.kpi.server.kpi.KpiRecord;
import com.planitai.kpi.server.kpi.UnitDocument;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** The wire form of a series, schema {@code Series}, written straight into bytes. */
final class SeriesWire {
    private static final int BYTES_AROUND = 512;
    private static final int BYTES_PER_PERIOD = 40;

    private static final byte[] KPI = JsonBytes.name("kpi");
    private static final byte[] UNIT = JsonBytes.name("unit");
    private static final byte[] GRAIN = JsonBytes.name("grain");
    private static final byte[] SCENARIO = JsonBytes.name("scenario");
    private static final byte[] PERIODS = JsonBytes.name("periods");
    private static final byte[] PARTIAL = JsonBytes.name("partial");
    private static final byte[] SERIES = JsonBytes.name("series");
    private static final byte[] MEMBERS = JsonBytes.name("members");
    private static final byte[] VALUES = JsonBytes.name("values");
    private static final byte[] COMPUTED = JsonBytes.name("computed");
    private static final byte[] RESTATED = JsonBytes.name("restated");
    private static final byte[] ORIGIN = JsonBytes.name("origin");
    private static final byte[] REASONS = JsonBytes.name("reasons");
    private static final byte[] INPUTS = JsonBytes.name("inputs");
    private static final byte[] COMPLETENESS = JsonBytes.name("completeness");
    private static final byte[] WARNINGS = JsonBytes.name("warnings");
    private static final byte[] CODE = JsonBytes.name("code");
    private static final byte[] MESSAGE = JsonBytes.name("message");

    private SeriesWire() {}

    static byte[] bytes(Series series, KpiRecord kpi, SeriesQuery query, Locale language) {
        int lines = series.lines().size();
        JsonBytes json = new JsonBytes((lines + 1)
                        * (BYTES_AROUND + BYTES_PER_PERIOD * series.periods().size()))
                .beginObject()
                .field(KPI)
                .text(series.kpi().value())
                .field(UNIT);
        UnitDocument.write(json, series.unit());
        json.field(GRAIN).text(query.from().grain()).field(SCENARIO).text(query.scenario());
        periods(json, PERIODS, series.periods());
        periods(json, PARTIAL, series.partial());
        json.field(SERIES).beginArray();
        for (SeriesLine line : series.lines()) {
            line(json, line, series.periods(), !kpi.isInput());
        }
        json.endArray().field(WARNINGS).beginArray();
        for (Warning warning : series.warnings()) {
            warning(json, warning, language);
        }
        return json.endArray().endObject().toByteArray();
    }

    /** An input's values are all set, so that only a formula KPI's say where they come from. */
    private static void line(JsonBytes json, SeriesLine line, List<Period> periods, boolean withOrigin) {
        List<Cell> cells = line.cells();
        json.beginObject().field(MEMBERS).beginObject();
        for (Map.Entry<String, String> member : line.members().entrySet()) {
            json.field(JsonBytes.name(member.getKey())).text(member.getValue());
        }
        json.endObject().field(VALUES).beginArray();
        for (Cell cell : cells) {
            json.number(cell.value());
        }
        json.endArray();
        if (withOrigin) {
            origins(json, cells);
            computed(json, cells);
        }
        reasons(json, cells, periods);
        restated(json, cells, periods);
        json.field(COMPLETENESS).beginArray();
        for (Cell cell : cells) {
            json.number(cell.completeness());
        }
        json.endArray().endObject();
    }

    private static void origins(JsonBytes json, List<Cell> cells) {
        json.field(ORIGIN).beginArray();
        for (Cell cell : cells) {
            if (cell.isMissing()) {
                json.missing();
            } else {
                json.text(cell.origin() == Origin.SET ? "set" : "computed");
            }
        }
        json.endArray();
    }

    /** Left out where no value was set over a computed one, which is nearly always. */
    private static void computed(JsonBytes json, List<Cell> cells) {
        for (Cell cell : cells) {
            if (cell.computed() != null) {
                json.field(COMPUTED).beginArray();
                cells.forEach(each -> json.number(each.computed()));
                json.endArray();
                return;
            }
        }
    }

    /** Left out where nothing was. */
    private static void restated(JsonBytes json, List<Cell> cells, List<Period> periods) {
        boolean any = false;
        for (int index = 0; index < periods.size(); index++) {
            if (cells.get(index).restated()) {
                if (!any) {
                    json.field(RESTATED).beginArray();
                    any = true;
                }
                json.text(periods.get(index).toString());
            }
        }
        if (any) {
            json.endArray();
        }
    }

    private static void reasons(JsonBytes json, List<Cell> cells, List<Period> periods) {
        json.field(REASONS).beginObject();
        for (int index = 0; index < periods.size(); index++) {
            MissingReason reason = cells.get(index).reason();
            if (reason != null) {
                json.field(JsonBytes.name(periods.get(index).toString()))
                        .beginObject()
                        .field(CODE)
                        .text(reason.code())
                        .field(INPUTS)
                        .beginArray();
                for (KpiCode input : reason.inputs()) {
                    json.text(input.value());
                }
                json.endArray().endObject();
            }
        }
        json.endObject();
    }

    private static void warning(JsonBytes json, Warning warning, Locale language) {
        json.beginObject()
                .field(CODE)
                .text(warning.code())
                .field(MESSAGE)
                .text(Messages.text(language, warning.code().name(), warning.arguments()))
                .endObject();
    }

    private static void periods(JsonBytes json, byte[] field, List<Period> periods) {
        json.field(field).beginArray();
        for (Period period : periods) {
            json.text(period.toString());
        }
        json.endArray();
    }
}
