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
 * @param errors the first {@link ImportFaults#MAX_LISTED}
 */
record ImportReport(
        @Nullable String layout, int rows, int inserted, int updated, int unchanged, int rejected, List<Line> errors) {

    /** One fault of the file. */
    record Line(int line, @Nullable String column, String code, Map<String, String> arguments) {
        Fault fault() {
            return new Fault(code, arguments, new Place.FileLine(line, column), arguments.get("suggestion"));
        }
    }
}
