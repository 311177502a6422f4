package com.planitai.kpi.server.data;

import java.io.FilterReader;
import java.io.IOException;
import java.io.Reader;

/**
 * Shows U+0000, which PostgreSQL cannot keep, as U+FFFD: the cell that has it is then refused like any other, and the report
 * that names it can be stored.
 */
final class StorableReader extends FilterReader {
    private static final char REPLACEMENT = '\uFFFD';

    StorableReader(Reader source) {
        super(source);
    }

    @Override
    public int read() throws IOException {
        int character = super.read();
        return character == 0 ? REPLACEMENT : character;
    }

    @Override
    public int read(char[] buffer, int offset, int length) throws IOException {
        int read = super.read(buffer, offset, length);
        for (int i = offset; i < offset + read; i++) {
            if (buffer[i] == 0) {
                buffer[i] = REPLACEMENT;
            }
        }
        return read;
    }
}
