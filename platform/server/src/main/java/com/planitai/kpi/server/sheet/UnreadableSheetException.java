package com.planitai.kpi.server.sheet;

import java.io.IOException;
import java.util.Map;

/** The file cannot be understood from here on. The only exception in which the content of a file ends. */
public final class UnreadableSheetException extends IOException {
    private static final long serialVersionUID = 1L;

    private final String code;
    private final transient Map<String, String> arguments;
    private final int line;

    /** @param line of the file from which on it cannot be understood, 1 when that is all of it */
    UnreadableSheetException(String code, Map<String, String> arguments, int line) {
        super(code + " on line " + line);
        this.code = code;
        this.arguments = Map.copyOf(arguments);
        this.line = line;
    }

    static UnreadableSheetException broken() {
        return new UnreadableSheetException("WORKBOOK_BROKEN", Map.of(), 1);
    }

    /** A code of the message bundles. */
    public String code() {
        return code;
    }

    public Map<String, String> arguments() {
        return arguments;
    }

    public int line() {
        return line;
    }
}
