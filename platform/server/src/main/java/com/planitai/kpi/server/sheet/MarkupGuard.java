package com.planitai.kpi.server.sheet;

import java.io.FilterReader;
import java.io.IOException;
import java.io.Reader;

/**
 * Keeps what an XML parser holds in memory at a time small: names, attributes, texts, comments. A document type, which a
 * workbook never has, is refused.
 */
final class MarkupGuard extends FilterReader {
    /** Between two tags; a cell holds 32,767 characters at most, escaped up to six times as long. */
    static final int MAX_RUN_CHARACTERS = 256 * 1024;

    /** Beginning with {@code <!} or {@code <?}, up to the end of it. */
    private enum Special {
        NONE,
        OPENED,
        INSTRUCTION,
        DECLARED,
        COMMENT,
        DATA
    }

    private Special special = Special.NONE;
    private int run;
    private char last;
    private char lastButOne;

    MarkupGuard(Reader source) {
        super(source);
    }

    @Override
    public int read() throws IOException {
        char[] single = new char[1];
        return read(single, 0, 1) < 0 ? -1 : single[0];
    }

    @Override
    public int read(char[] buffer, int offset, int length) throws IOException {
        int read = super.read(buffer, offset, length);
        for (int index = offset; index < offset + read; index++) {
            see(buffer[index]);
        }
        return read;
    }

    private void see(char character) throws IOException {
        run++;
        if (run > MAX_RUN_CHARACTERS) {
            throw Workbook.tooLarge(MAX_RUN_CHARACTERS);
        }
        switch (special) {
            case NONE -> {
                if (character == '<') {
                    run = 0;
                    special = Special.OPENED;
                }
            }
            case OPENED ->
                special = character == '?' ? Special.INSTRUCTION : character == '!' ? Special.DECLARED : Special.NONE;
            case DECLARED -> special = declared(character);
            case INSTRUCTION -> leaveAfter(character, last == '?');
            case COMMENT -> leaveAfter(character, last == '-' && lastButOne == '-');
            case DATA -> leaveAfter(character, last == ']' && lastButOne == ']');
        }
        lastButOne = last;
        last = character;
    }

    private static Special declared(char character) throws IOException {
        return switch (character) {
            case '-' -> Special.COMMENT;
            case '[' -> Special.DATA;
            default -> throw UnreadableSheetException.broken();
        };
    }

    private void leaveAfter(char character, boolean closing) {
        if (character == '>' && closing) {
            special = Special.NONE;
        }
    }
}
