package com.planitai.kpi.server.http;

import org.jspecify.annotations.Nullable;

/** Where in the caller's input a fault lies. */
public sealed interface Place {
    /** JSON pointer (RFC 6901) into the body, or the name of a query parameter. */
    record Pointer(String pointer) implements Place {}

    /** Line (1-based) of a file and, where known, the column by name. */
    record FileLine(int line, @Nullable String column) implements Place {}

    /** Line and column (both 1-based) of a formula that stands at a pointer. */
    record Position(@Nullable String pointer, int line, int column) implements Place {}

    /** Index (0-based) in a batch. */
    record Index(int index) implements Place {}
}
