package com.planitai.kpi.server.data;

import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.CsvRecord;
import de.siegmar.fastcsv.reader.FieldMismatchStrategy;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.Reader;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** Opens a separated-values file: UTF-8 with or without a byte order mark, and the separator its header uses. */
final class CsvFile {
    /** A header longer than this is judged by its beginning. */
    private static final int HEADER_CHARACTERS = 64 * 1024;

    private static final int BYTE_ORDER_MARK = 0xFEFF;
    private static final List<Character> SEPARATORS = List.of(',', ';', '\t', '|');

    private CsvFile() {}

    /** Malformed UTF-8 ends reading with a {@link java.nio.charset.CharacterCodingException}. */
    static CsvReader<CsvRecord> open(InputStream file, boolean tabSeparated) throws IOException {
        BufferedReader text = new BufferedReader(
                new StorableReader(new InputStreamReader(
                        file,
                        StandardCharsets.UTF_8
                                .newDecoder()
                                .onMalformedInput(CodingErrorAction.REPORT)
                                .onUnmappableCharacter(CodingErrorAction.REPORT))),
                HEADER_CHARACTERS);
        text.mark(1);
        if (text.read() != BYTE_ORDER_MARK) {
            text.reset();
        }
        char separator = tabSeparated ? '\t' : separator(text);
        return CsvReader.builder()
                .fieldSeparator(separator)
                .skipEmptyLines(true)
                .allowUnclosedQuote(false)
                .extraFieldStrategy(FieldMismatchStrategy.IGNORE)
                .missingFieldStrategy(FieldMismatchStrategy.IGNORE)
                .ofCsvRecord(text);
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
