package com.planitai.kpi.server.data;

import java.time.format.DateTimeFormatter;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Which column says what. Columns are counted from 0; {@link #NONE} where there is none.
 *
 * @param header names as written, without blanks around them
 * @param kpi the column that names the KPI, {@link #NONE} where {@code values} do
 * @param values columns of values → the KPI that all of the column is of, null where the line says
 * @param members dimension → column
 */
record ImportLayout(
        String name,
        List<String> header,
        int period,
        @Nullable DateTimeFormatter format,
        int kpi,
        ImportMapping.Source kpiSource,
        int scenario,
        ImportMapping.@Nullable Source scenarioSource,
        Map<Integer, @Nullable String> values,
        Map<String, Integer> members,
        Map<String, ImportMapping.Source> memberSources) {
    static final int NONE = -1;

    /** Columns of this beginning are for people; the file of faults has two of them. */
    static final String REMARK = "#";

    private static final ImportMapping.Source PLAIN = new ImportMapping.Source(null, null, null);

    String column(int index) {
        return header.get(index);
    }

    /** The layout of a file's header, or null with the faults noted on its line. */
    static @Nullable ImportLayout of(
            List<String> header, @Nullable ImportMapping mapping, Catalogue catalogue, int line, ImportFaults faults) {
        Map<String, Integer> columns = new LinkedHashMap<>();
        boolean good = true;
        for (int index = 0; index < header.size(); index++) {
            String name = header.get(index).toLowerCase(Locale.ROOT);
            if (!name.isEmpty() && !name.startsWith(REMARK) && columns.putIfAbsent(name, index) != null) {
                faults.note(line, header.get(index), "COLUMN_TWICE", Map.of("column", header.get(index)));
                good = false;
            }
        }
        if (!good) {
            return null;
        }
        if (mapping != null) {
            return mapped(header, columns, mapping, line, faults);
        }
        if (!columns.containsKey("period")) {
            faults.note(line, null, "COLUMN_MISSING", Map.of("column", "period"));
            return null;
        }
        boolean isLong = columns.containsKey("kpi") || columns.containsKey("value");
        return isLong
                ? ofLong(header, columns, catalogue, line, faults)
                : wide(header, columns, catalogue, line, faults);
    }

    private static @Nullable ImportLayout ofLong(
            List<String> header, Map<String, Integer> columns, Catalogue catalogue, int line, ImportFaults faults) {
        boolean good = true;
        for (String needed : List.of("kpi", "value")) {
            if (!columns.containsKey(needed)) {
                faults.note(line, null, "COLUMN_MISSING", Map.of("column", needed));
                good = false;
            }
        }
        Map<String, Integer> members = new LinkedHashMap<>();
        for (var entry : columns.entrySet()) {
            if (!List.of("kpi", "period", "scenario", "value").contains(entry.getKey())) {
                good &= dimension(header, entry.getKey(), entry.getValue(), catalogue, members, line, faults);
            }
        }
        if (!good) {
            return null;
        }
        Map<Integer, @Nullable String> values = new LinkedHashMap<>();
        values.put(columns.getOrDefault("value", NONE), null);
        return new ImportLayout(
                "long",
                header,
                columns.getOrDefault("period", NONE),
                null,
                columns.getOrDefault("kpi", NONE),
                PLAIN,
                columns.getOrDefault("scenario", NONE),
                null,
                values,
                members,
                Map.of());
    }

    private static @Nullable ImportLayout wide(
            List<String> header, Map<String, Integer> columns, Catalogue catalogue, int line, ImportFaults faults) {
        Map<Integer, @Nullable String> values = new LinkedHashMap<>();
        Map<String, Integer> members = new LinkedHashMap<>();
        boolean good = true;
        for (var entry : columns.entrySet()) {
            if (catalogue.kpis().containsKey(entry.getKey())) {
                values.put(entry.getValue(), entry.getKey());
            } else if (!List.of("period", "scenario").contains(entry.getKey())) {
                good &= dimension(header, entry.getKey(), entry.getValue(), catalogue, members, line, faults);
            }
        }
        if (good && values.isEmpty()) {
            faults.note(line, null, "LAYOUT_UNKNOWN", Map.of());
            good = false;
        }
        return good
                ? new ImportLayout(
                        "wide",
                        header,
                        columns.getOrDefault("period", NONE),
                        null,
                        NONE,
                        PLAIN,
                        columns.getOrDefault("scenario", NONE),
                        null,
                        values,
                        members,
                        Map.of())
                : null;
    }

    private static boolean dimension(
            List<String> header,
            String name,
            int index,
            Catalogue catalogue,
            Map<String, Integer> members,
            int line,
            ImportFaults faults) {
        if (catalogue.dimensions().containsKey(name)) {
            members.put(name, index);
            return true;
        }
        var known = new LinkedHashSet<>(catalogue.kpis().keySet());
        known.addAll(catalogue.dimensions().keySet());
        CellFault fault = CellReader.unknown(CellFault.Part.WHOLE, "UNKNOWN_COLUMN", name, known);
        faults.note(line, header.get(index), fault.code(), fault.arguments());
        return false;
    }

    private static @Nullable ImportLayout mapped(
            List<String> header, Map<String, Integer> columns, ImportMapping mapping, int line, ImportFaults faults) {
        int period = find(columns, mapping.period().column(), line, faults);
        int kpi = find(columns, mapping.kpi().column(), line, faults);
        int value = find(columns, mapping.value().column(), line, faults);
        ImportMapping.Source scenarioSource = mapping.scenario();
        int scenario = scenarioSource == null ? NONE : find(columns, scenarioSource.column(), line, faults);
        Map<String, ImportMapping.Source> sources = mapping.members() == null ? Map.of() : mapping.members();
        Map<String, Integer> members = new LinkedHashMap<>();
        sources.forEach((dimension, source) -> members.put(dimension, find(columns, source.column(), line, faults)));
        if (faults.any()) {
            return null;
        }
        String format = mapping.period().format();
        Map<Integer, @Nullable String> values = new LinkedHashMap<>();
        values.put(value, mapping.kpi().code());
        return new ImportLayout(
                "mapped",
                header,
                period,
                format == null ? null : ImportMapping.PeriodColumn.formatter(format),
                kpi,
                mapping.kpi(),
                scenario,
                scenarioSource,
                values,
                members,
                sources);
    }

    private static int find(Map<String, Integer> columns, @Nullable String name, int line, ImportFaults faults) {
        if (name == null) {
            return NONE;
        }
        Integer index = columns.get(name.strip().toLowerCase(Locale.ROOT));
        if (index == null) {
            faults.note(line, name, "COLUMN_MISSING", Map.of("column", name));
            return NONE;
        }
        return index;
    }
}
