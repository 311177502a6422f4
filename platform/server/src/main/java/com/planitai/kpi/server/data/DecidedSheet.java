package com.planitai.kpi.server.data;

import com.planitai.kpi.server.sheet.Sheet;
import java.io.IOException;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * A sheet as it was decided to be. Columns go by the names that the file has, so that a header can be corrected too; a
 * decision that fits nothing is a fault, for whoever made it believes that something was mended.
 */
final class DecidedSheet implements Sheet {
    private final Sheet sheet;
    private final ImportFaults faults;
    private final Map<Integer, Map<String, String>> cells = new HashMap<>();
    private final Map<String, Map<String, String>> replacements = new HashMap<>();
    private final Set<Integer> skipped;
    private final Set<Integer> unseen = new TreeSet<>();
    private final Map<Integer, Map<String, String>> replacementsByColumn = new HashMap<>();
    private final Map<String, Integer> columns = new HashMap<>();
    private final Map<Integer, String> own = new HashMap<>();
    private boolean begun;
    private int size;

    DecidedSheet(Sheet sheet, ImportDecisions decisions, ImportFaults faults) {
        this.sheet = sheet;
        this.faults = faults;
        this.skipped = new HashSet<>(decisions.allSkipped());
        unseen.addAll(skipped);
        for (ImportDecisions.Correction correction : decisions.allCorrections()) {
            String column = name(correction.column());
            Integer line = correction.line();
            if (line == null) {
                String from = correction.from() == null ? "" : correction.from().strip();
                replacements.computeIfAbsent(column, first -> new HashMap<>()).put(from, correction.replacement());
            } else {
                cells.computeIfAbsent(line, first -> new HashMap<>()).put(column, correction.replacement());
                unseen.add(line);
            }
        }
    }

    @Override
    public boolean next() throws IOException {
        while (sheet.next()) {
            unseen.remove(sheet.line());
            if (!begun) {
                begun = true;
                if (skipped.contains(sheet.line())) {
                    faults.note(sheet.line(), null, "HEADER_NOT_SKIPPED", Map.of());
                }
                readHeader();
            } else if (skipped.contains(sheet.line())) {
                continue;
            }
            decide();
            return true;
        }
        for (int line : unseen) {
            faults.note(line, null, "DECISION_LINE_UNKNOWN", Map.of());
        }
        unseen.clear();
        return false;
    }

    @Override
    public int line() {
        return sheet.line();
    }

    @Override
    public int size() {
        return size;
    }

    @Override
    public String field(int index) {
        String decided = own.get(index);
        if (decided != null) {
            return decided;
        }
        String written = sheet.field(index);
        Map<String, String> replaced = replacementsByColumn.get(index);
        return replaced == null
                ? written
                : replaced.getOrDefault(written, written).strip();
    }

    @Override
    public boolean isDate(int index) {
        return sheet.isDate(index) && field(index).equals(sheet.field(index));
    }

    @Override
    public boolean isDamaged() {
        return sheet.isDamaged();
    }

    @Override
    public boolean mayHaveDecimalCommas() {
        return sheet.mayHaveDecimalCommas();
    }

    @Override
    public void close() throws IOException {
        sheet.close();
    }

    private void readHeader() {
        for (int index = 0; index < sheet.size(); index++) {
            columns.putIfAbsent(name(sheet.field(index)), index);
        }
        replacements.forEach((column, texts) -> {
            Integer index = columns.get(column);
            if (index == null) {
                faults.note(sheet.line(), column, "COLUMN_MISSING", Map.of("column", column));
            } else {
                replacementsByColumn.put(index, texts);
            }
        });
    }

    private void decide() {
        own.clear();
        size = sheet.size();
        Map<String, String> decided = cells.get(sheet.line());
        if (decided == null) {
            return;
        }
        decided.forEach((column, value) -> {
            Integer index = columns.get(column);
            if (index == null) {
                faults.note(sheet.line(), column, "COLUMN_MISSING", Map.of("column", column));
            } else {
                own.put(index, value.strip());
                size = Math.max(size, index + 1);
            }
        });
    }

    private static String name(String column) {
        return column.strip().toLowerCase(Locale.ROOT);
    }
}
