package com.planitai.kpi.server.data;

import com.planitai.kpi.server.http.Fault;
import com.planitai.kpi.server.http.Place;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * How an import ended; the result of its job. Faults are kept as codes, for the reader's language is not the writer's.
 *
 * @param rows lines of data read
 * @param rejected values that were refused; of a line that could not be read at all, one
 * @param faults how many there are
 * @param errors the first {@link ImportFaults#MAX_LISTED} of them
 */
record ImportReport(
        @Nullable String layout,
        int rows,
        int inserted,
        int updated,
        int unchanged,
        int rejected,
        int faults,
        List<Line> errors) {
    static final ImportReport NOTHING_YET = new ImportReport(null, 0, 0, 0, 0, 0, 0, List.of());

    /** One fault of the file. */
    record Line(int line, @Nullable String column, String code, Map<String, String> arguments) {
        Fault fault() {
            return new Fault(code, arguments, new Place.FileLine(line, column), arguments.get("suggestion"));
        }
    }

    /** Of a job that failed by our fault. */
    static ImportReport failed(String code) {
        return new ImportReport(null, 0, 0, 0, 0, 0, 1, List.of(new Line(0, null, code, Map.of())));
    }
}
