package com.planitai.kpi.server.data;

import com.planitai.kpi.server.data.CellFault.Part;
import de.siegmar.fastcsv.reader.CsvRecord;
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
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Turns the lines of one file into cells and faults. */
final class ImportLines {
    /** No grouping: whether 1,234 is a thousand or one and a bit is not for us to guess. */
    private static final Pattern NUMBER = Pattern.compile("[+-]?(\\d+\\.?\\d*|\\.\\d+)([eE][+-]?\\d{1,3})?");

    private static final int MAX_QUOTED_CHARACTERS = 100;

    private final ImportLayout layout;
    private final CellReader reader;
    private final StagingTable.Rows rows;
    private final ImportFaults faults;
    private int lines;

    ImportLines(ImportLayout layout, CellReader reader, StagingTable.Rows rows, ImportFaults faults) {
        this.layout = layout;
        this.reader = reader;
        this.rows = rows;
        this.faults = faults;
    }

    int count() {
        return lines;
    }

    void add(CsvRecord csv) throws IOException {
        lines++;
        int line = Math.toIntExact(csv.getStartingLineNumber());
        if (csv.getFieldCount() > layout.header().size()) {
            faults.note(
                    line,
                    null,
                    "TOO_MANY_FIELDS",
                    Map.of(
                            "found", Integer.toString(csv.getFieldCount()),
                            "expected", Integer.toString(layout.header().size())));
            faults.reject();
            return;
        }
        boolean wide = layout.values().size() > 1 || layout.name().equals("wide");
        for (var column : layout.values().entrySet()) {
            String text = field(csv, column.getKey());
            if (!wide || !text.isEmpty()) {
                value(csv, line, column.getKey(), column.getValue(), text);
            }
        }
    }

    private void value(CsvRecord csv, int line, int column, @Nullable String fixedKpi, String text) throws IOException {
        List<CellFault> own = new ArrayList<>();
        Double value = number(text, own);
        String kpi = fixedKpi == null ? layout.kpiSource().translate(field(csv, layout.kpi())) : fixedKpi;
        var input = new ObservationInput(kpi, period(csv, own), scenario(csv), members(csv), value);
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

    private @Nullable Double number(String text, List<CellFault> own) {
        if (text.isEmpty()) {
            own.add(CellFault.of(Part.VALUE, "VALUE_MISSING", Map.of()));
            return null;
        }
        if (!NUMBER.matcher(text).matches()) {
            own.add(CellFault.of(Part.VALUE, "VALUE_NOT_A_NUMBER", Map.of("value", quoted(text))));
            return null;
        }
        return Double.valueOf(text);
    }

    private String period(CsvRecord csv, List<CellFault> own) {
        String text = field(csv, layout.period());
        DateTimeFormatter format = layout.format();
        if (format == null) {
            return quoted(text);
        }
        try {
            return label(format.parse(text));
        } catch (DateTimeException unreadable) {
            own.add(CellFault.of(Part.PERIOD, "DATE_NOT_OF_FORMAT", Map.of("value", quoted(text))));
            return quoted(text);
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

    private @Nullable String scenario(CsvRecord csv) {
        ImportMapping.Source source = layout.scenarioSource();
        if (layout.scenario() == ImportLayout.NONE) {
            return source == null ? null : source.code();
        }
        String text = field(csv, layout.scenario());
        return text.isEmpty() ? null : text;
    }

    private Map<String, String> members(CsvRecord csv) {
        if (layout.members().isEmpty()) {
            return Map.of();
        }
        Map<String, String> members = new HashMap<>();
        layout.members().forEach((dimension, column) -> {
            String text = field(csv, column);
            if (!text.isEmpty()) {
                ImportMapping.Source source = layout.memberSources().get(dimension);
                members.put(dimension, source == null ? text : source.translate(text));
            }
        });
        return members;
    }

    private static String field(CsvRecord csv, int column) {
        return column >= 0 && column < csv.getFieldCount()
                ? csv.getField(column).strip()
                : "";
    }

    /** No longer than an error needs. */
    private static String quoted(String text) {
        return text.length() <= MAX_QUOTED_CHARACTERS ? text : text.substring(0, MAX_QUOTED_CHARACTERS) + "…";
    }
}
