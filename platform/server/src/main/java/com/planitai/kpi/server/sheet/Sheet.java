package com.planitai.kpi.server.sheet;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import org.jspecify.annotations.Nullable;

/**
 * A table of texts, read once from top to bottom; belongs to one thread. What a row says holds until the next.
 *
 * <p>Reading ends in an {@link UnreadableSheetException} where the rest cannot be understood, and in the source's own
 * exceptions where that cannot be read.
 */
public interface Sheet extends Closeable {
    /** Stands where bytes are no text of the file's encoding. Unicode gives it no meaning, so no file has it otherwise. */
    char DAMAGE = '\uFFFF';

    /** Gives the file, each time from its beginning. */
    @FunctionalInterface
    interface Source {
        InputStream open() throws IOException;
    }

    /** Opens a file; {@code encoding} of text, null to find out from the bytes. */
    static Sheet open(SheetFormat format, Source source, @Nullable TextEncoding encoding) throws IOException {
        return switch (format) {
            case CSV, TSV -> SeparatedSheet.open(source.open(), format == SheetFormat.TSV, encoding);
            case XLSX -> Workbook.firstSheet(source);
        };
    }

    /** Goes to the next row that is not empty; false at the end. */
    boolean next() throws IOException;

    /** Line of the file, or row of the worksheet, from 1. */
    int line();

    /** How many fields the row has. */
    int size();

    /** Without blanks around it; empty where the row ends before. */
    String field(int index);

    /** Whether {@link #DAMAGE} may be in this row: false for as long as the file had none. */
    default boolean isDamaged() {
        return false;
    }

    /** Whether the file says that this is a date; its text then is {@code 2026-01-31}. */
    default boolean isDate(int index) {
        return false;
    }

    /** Whether the numbers of the file may have decimal commas, so that 1,234 can be read in two ways. */
    default boolean mayHaveDecimalCommas() {
        return false;
    }
}
