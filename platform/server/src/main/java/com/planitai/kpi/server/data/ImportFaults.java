package com.planitai.kpi.server.data;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Gathers the faults of a file: all are counted, the first are listed. */
final class ImportFaults {
    static final int MAX_LISTED = 1_000;

    private final List<ImportReport.Line> listed = new ArrayList<>();
    private int rejected;
    private boolean any;

    void note(int line, @Nullable String column, String code, Map<String, String> arguments) {
        any = true;
        if (listed.size() < MAX_LISTED) {
            listed.add(new ImportReport.Line(line, column, code, arguments));
        }
    }

    /** One more value that is not taken in, whatever number of faults it has. */
    void reject() {
        rejected++;
    }

    boolean any() {
        return any;
    }

    int rejected() {
        return rejected;
    }

    /** In the order of the file. */
    List<ImportReport.Line> listed() {
        return listed.stream()
                .sorted((left, right) -> Integer.compare(left.line(), right.line()))
                .toList();
    }
}
