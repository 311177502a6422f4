package com.planitai.kpi.server.sheet;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * An XLSX file (ECMA-376, part 1, SpreadsheetML). The strings and the styles stand behind the worksheet as a rule, so the
 * file is read twice, and no copy of it is needed.
 */
final class Workbook {
    private static final int SIGNATURE_BYTES = 8;
    private static final long COMPOUND_FILE = 0xD0CF11E0A1B11AE1L;
    private static final int ZIP = 0x504B;

    private Workbook() {}

    /** The first worksheet in the workbook's own order. */
    static Sheet firstSheet(Sheet.Source source) throws IOException {
        requireWorkbook(source);
        WorkbookParts parts;
        try (var entries = new WorkbookArchive(source.open())) {
            parts = WorkbookParts.read(entries);
        }
        String path = parts.firstSheet();
        WorkbookArchive entries = new WorkbookArchive(source.open());
        try {
            for (String entry = entries.next(); entry != null; entry = entries.next()) {
                if (entry.equalsIgnoreCase(path)) {
                    return new Worksheet(entries, entries.xml(), parts.strings(), parts.dates());
                }
            }
            throw UnreadableSheetException.broken();
        } catch (IOException | RuntimeException failure) {
            entries.close();
            throw failure;
        }
    }

    /** An encrypted workbook is a compound file, like one of before 2007. */
    private static void requireWorkbook(Sheet.Source source) throws IOException {
        byte[] signature;
        try (InputStream file = new BufferedInputStream(source.open())) {
            signature = file.readNBytes(SIGNATURE_BYTES);
        }
        long read = 0;
        for (byte each : signature) {
            read = (read << Byte.SIZE) | (each & 0xFF);
        }
        if (read == COMPOUND_FILE) {
            throw new UnreadableSheetException("WORKBOOK_ENCRYPTED", Map.of(), 1);
        }
        if (signature.length < SIGNATURE_BYTES || (read >>> ((SIGNATURE_BYTES - 2) * Byte.SIZE)) != ZIP) {
            throw UnreadableSheetException.broken();
        }
    }

    static UnreadableSheetException tooLarge(long limit) {
        return new UnreadableSheetException("WORKBOOK_TOO_LARGE", Map.of("limit", Long.toString(limit)), 1);
    }

    /** The column of a reference such as {@code AB12}, from 0; -1 where there is none. */
    static int column(@Nullable String reference) {
        int column = 0;
        int index = 0;
        while (reference != null && index < reference.length() && index <= 3) {
            char letter = reference.charAt(index);
            if (letter < 'A' || letter > 'Z') {
                break;
            }
            column = column * 26 + letter - 'A' + 1;
            index++;
        }
        return column - 1;
    }
}
