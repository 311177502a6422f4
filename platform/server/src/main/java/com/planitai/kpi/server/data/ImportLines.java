package com.planitai.kpi.server.data;

import com.planitai.kpi.engine.unit.Unit;
import com.planitai.kpi.server.data.CellFault.Part;
import com.planitai.kpi.server.sheet.Sheet;
import java.io.IOException;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoField;
import java.time.temporal.IsoFields;
import java.time.temporal.TemporalAccessor;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Turns the lines of one file into cells and faults. */
final class ImportLines {
    private final ImportLayout layout;
    private final Catalogue catalogue;
    private final CellReader reader;
    private final StagingTable.Rows rows;
    private final ImportFaults faults;

    ImportLines(
            ImportLayout layout, Catalogue catalogue, CellReader reader, StagingTable.Rows rows, ImportFaults faults) {
        this.layout = layout;
        this.catalogue = catalogue;
        this.reader = reader;
        this.rows = rows;
        this.faults = faults;
    }

    void add(Sheet sheet) throws IOException {
        int line = sheet.line();
        if (sheet.size() > layout.header().size()) {
            faults.note(
                    line,
                    null,
                    "TOO_MANY_FIELDS",
                    Map.of(
                            "found", Integer.toString(sheet.size()),
                            "expected", Integer.toString(layout.header().size())));
            faults.reject();
            return;
        }
        if (sheet.isDamaged() && reportDamage(sheet, line)) {
            faults.reject();
            return;
        }
        boolean wide = layout.values().size() > 1 || layout.name().equals("wide");
        for (var column : layout.values().entrySet()) {
            String text = sheet.field(column.getKey());
            if (!wide || !text.isEmpty()) {
                value(sheet, line, column.getKey(), column.getValue(), text);
            }
        }
    }

    /** Whatever the line says elsewhere, bytes that are no text may have been anything. */
    private boolean reportDamage(Sheet sheet, int line) {
        boolean damaged = false;
        for (int index = 0; index < sheet.size(); index++) {
            if (sheet.field(index).indexOf(Sheet.DAMAGE) >= 0) {
                faults.note(line, layout.column(index), "BYTES_NOT_DECODABLE", Map.of());
                damaged = true;
            }
        }
        return damaged;
    }

    private void value(Sheet sheet, int line, int column, @Nullable String fixedKpi, String text) throws IOException {
        List<CellFault> own = new ArrayList<>();
        String kpi = fixedKpi == null ? layout.kpiSource().translate(sheet.field(layout.kpi())) : fixedKpi;
        CatalogueKpi known = catalogue.kpis().get(kpi);
        Double value = number(text, known == null ? null : known.unit(), sheet.mayHaveDecimalCommas(), own);
        var input = new ObservationInput(kpi, period(sheet, own), scenario(sheet), members(sheet), value);
        Cell cell = reader.read(input, own).orElse(null);
        if (cell != null && own.isEmpty()) {
            rows.add(line, column, cell);
            return;
        }
        faults.reject();
        // A period that the mapping's own format cannot read is not to be reported a second time as unreadable.
        boolean explained = own.stream().anyMatch(fault -> fault.code().equals("DATE_NOT_OF_FORMAT"));
        for (CellFault fault : own) {
            if (!explained || !fault.code().equals("PERIOD_NOT_READABLE")) {
                faults.note(line, columnOf(fault, column), fault.code(), fault.arguments());
            }
        }
    }

    private @Nullable String columnOf(CellFault fault, int valueColumn) {
        int index = switch (fault.part()) {
            case KPI -> layout.kpi() == ImportLayout.NONE ? valueColumn : layout.kpi();
            case PERIOD -> layout.period();
            case SCENARIO -> layout.scenario();
            case MEMBER ->
                fault.dimension() == null
                        ? ImportLayout.NONE
                        : layout.members().getOrDefault(fault.dimension(), ImportLayout.NONE);
            case VALUE -> valueColumn;
            case WHOLE -> ImportLayout.NONE;
        };
        return index == ImportLayout.NONE ? null : layout.column(index);
    }

    private static @Nullable Double number(
            String text, @Nullable Unit unit, boolean decimalCommas, List<CellFault> own) {
        if (text.isEmpty()) {
            own.add(CellFault.of(Part.VALUE, "VALUE_MISSING", Map.of()));
            return null;
        }
        return NumberReader.read(text, unit, decimalCommas, own);
    }

    private String period(Sheet sheet, List<CellFault> own) {
        String text = sheet.field(layout.period());
        DateTimeFormatter format = layout.format();
        if (format == null || sheet.isDate(layout.period())) {
            return text;
        }
        try {
            return label(format.parse(text));
        } catch (DateTimeException unreadable) {
            own.add(CellFault.of(Part.PERIOD, "DATE_NOT_OF_FORMAT", Map.of("value", text)));
            return text;
        }
    }

    /** As fine as the format says. */
    private static String label(TemporalAccessor parsed) {
        if (parsed.isSupported(ChronoField.EPOCH_DAY)) {
            return LocalDate.from(parsed).toString();
        }
        int year = parsed.get(ChronoField.YEAR);
        if (parsed.isSupported(ChronoField.MONTH_OF_YEAR)) {
            return "%04d-%02d".formatted(year, parsed.get(ChronoField.MONTH_OF_YEAR));
        }
        return parsed.isSupported(IsoFields.QUARTER_OF_YEAR)
                ? "%04d-Q%d".formatted(year, parsed.getLong(IsoFields.QUARTER_OF_YEAR))
                : "%04d".formatted(year);
    }

    private @Nullable String scenario(Sheet sheet) {
        ImportMapping.Source source = layout.scenarioSource();
        if (layout.scenario() == ImportLayout.NONE) {
            return source == null ? null : source.code();
        }
        String text = sheet.field(layout.scenario());
        return text.isEmpty() ? null : text;
    }

    private Map<String, String> members(Sheet sheet) {
        if (layout.members().isEmpty()) {
            return Map.of();
        }
        Map<String, String> members = new HashMap<>();
        layout.members().forEach((dimension, column) -> {
            String text = sheet.field(column);
            if (!text.isEmpty()) {
                ImportMapping.Source source = layout.memberSources().get(dimension);
                members.put(dimension, source == null ? text : source.translate(text));
            }
        });
        return members;
    }
}
