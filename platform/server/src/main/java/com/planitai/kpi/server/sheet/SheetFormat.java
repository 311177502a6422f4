package com.planitai.kpi.server.sheet;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** Kinds of files that hold a table. */
public enum SheetFormat {
    CSV("text/csv"),
    TSV("text/tab-separated-values"),
    XLSX("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet");

    private final String mediaType;

    SheetFormat(String mediaType) {
        this.mediaType = mediaType;
    }

    public static Optional<SheetFormat> ofMediaType(String mediaType) {
        return Arrays.stream(values())
                .filter(format -> format.mediaType.equals(mediaType))
                .findFirst();
    }

    public static List<String> mediaTypes() {
        return Arrays.stream(values()).map(format -> format.mediaType).toList();
    }
}
