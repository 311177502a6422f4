package com.planitai.kpi.server.sheet;

import de.siegmar.fastcsv.reader.CsvParseException;
import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.CsvRecord;
import de.siegmar.fastcsv.reader.FieldMismatchStrategy;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A file of separated values, with the separator that its header uses. */
final class SeparatedSheet implements Sheet {
    /** Longest field, in characters. */
    static final int MAX_FIELD_CHARACTERS = 1024 * 1024;

    /** A header longer than this is judged by its beginning. */
    private static final int HEADER_CHARACTERS = 64 * 1024;

    private static final List<Character> SEPARATORS = List.of(',', ';', '\t', '|');

    private final TextReader text;
    private final CsvReader<CsvRecord> csv;
    private final Iterator<CsvRecord> records;
    private final boolean semicolons;
    private @Nullable CsvRecord row;
    private int line;

    private SeparatedSheet(TextReader text, CsvReader<CsvRecord> csv, boolean semicolons) {
        this.text = text;
        this.csv = csv;
        this.records = csv.iterator();
        this.semicolons = semicolons;
    }

    static SeparatedSheet open(InputStream file, boolean tabs, @Nullable TextEncoding encoding) throws IOException {
        var text = new TextReader(file, encoding);
        var buffered = new BufferedReader(text, HEADER_CHARACTERS);
        char separator = tabs ? '\t' : separator(buffered);
        CsvReader<CsvRecord> csv = CsvReader.builder()
                .fieldSeparator(separator)
                .skipEmptyLines(true)
                .allowUnclosedQuote(false)
                .extraFieldStrategy(FieldMismatchStrategy.IGNORE)
                .missingFieldStrategy(FieldMismatchStrategy.IGNORE)
                .maxBufferSize(MAX_FIELD_CHARACTERS)
                .ofCsvRecord(buffered);
        return new SeparatedSheet(text, csv, separator == ';');
    }

    @Override
    public boolean next() throws IOException {
        try {
            if (!records.hasNext()) {
                return false;
            }
            CsvRecord next = records.next();
            row = next;
            line = Math.toIntExact(next.getStartingLineNumber());
            return true;
        } catch (CsvParseException unreadable) {
            if (unreadable.getCause() instanceof IOException failure) {
                throw failure;
            }
            throw text.hasEnded()
                    ? new UnreadableSheetException("QUOTES_NOT_CLOSED", Map.of(), line + 1)
                    : new UnreadableSheetException(
                            "FIELD_TOO_LONG", Map.of("limit", Integer.toString(MAX_FIELD_CHARACTERS)), line + 1);
        } catch (UncheckedIOException failure) {
            throw failure.getCause();
        }
    }

    @Override
    public int line() {
        return line;
    }

    @Override
    public int size() {
        return row == null ? 0 : row.getFieldCount();
    }

    @Override
    public String field(int index) {
        return row != null && index >= 0 && index < row.getFieldCount()
                ? row.getField(index).strip()
                : "";
    }

    @Override
    public boolean isDamaged() {
        return text.isDamaged();
    }

    @Override
    public boolean mayHaveDecimalCommas() {
        return semicolons;
    }

    @Override
    public void close() throws IOException {
        csv.close();
    }

    /** The one that the first line has most of outside quotes; a comma where it has none. */
    private static char separator(Reader text) throws IOException {
        text.mark(HEADER_CHARACTERS);
        int[] counts = new int[SEPARATORS.size()];
        boolean quoted = false;
        for (int read = 0; read < HEADER_CHARACTERS - 1; read++) {
            int character = text.read();
            if (character < 0 || (!quoted && character == '\n')) {
                break;
            }
            quoted ^= character == '"';
            int index = SEPARATORS.indexOf((char) character);
            if (index >= 0 && !quoted) {
                counts[index]++;
            }
        }
        text.reset();
        int most = 0;
        for (int index = 1; index < counts.length; index++) {
            most = counts[index] > counts[most] ? index : most;
        }
        return SEPARATORS.get(most);
    }
}
