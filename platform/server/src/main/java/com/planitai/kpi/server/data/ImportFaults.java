package com.planitai.kpi.server.data;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Gathers the faults of a file: all are counted, the first are kept for the file of faults, fewer are listed. */
final class ImportFaults {
    /** In the answer. */
    static final int MAX_LISTED = 1_000;
    /** For the file of faults. */
    static final int MAX_KEPT = 20_000;

    private final List<ImportReport.Line> kept = new ArrayList<>();
    private int count;
    private int rejected;

    void note(int line, @Nullable String column, String code, Map<String, String> arguments) {
        count++;
        if (kept.size() < MAX_KEPT) {
            String shown = column == null ? null : CellFault.quoted(column);
            kept.add(new ImportReport.Line(line, shown, code, CellFault.quoted(arguments)));
        }
    }

    /** One more value that is not taken in, whatever number of faults it has. */
    void reject() {
        rejected++;
    }

    /** As many more, of which not all need be noted. */
    void reject(int values, int unnoted) {
        rejected += values;
        count += unnoted;
    }

    boolean any() {
        return count > 0;
    }

    int count() {
        return count;
    }

    int rejected() {
        return rejected;
    }

    /** In the order of the file. */
    List<ImportReport.Line> kept() {
        return kept.stream()
                .sorted(Comparator.comparingInt(ImportReport.Line::line))
                .toList();
    }
}
