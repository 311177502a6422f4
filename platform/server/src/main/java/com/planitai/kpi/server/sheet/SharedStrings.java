package com.planitai.kpi.server.sheet;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** The strings of a workbook, which cells name by number: kept as bytes in a row, for there may be a million. */
final class SharedStrings {
    static final int MAX_STRINGS = 4_000_000;
    static final int MAX_BYTES = 64 * 1024 * 1024;

    private byte[] bytes = new byte[4 * 1024];
    private int[] ends = new int[256];
    private int count;

    void add(String text) throws IOException {
        byte[] more = text.getBytes(StandardCharsets.UTF_8);
        int start = end(count);
        if (count == MAX_STRINGS) {
            throw Workbook.tooLarge(MAX_STRINGS);
        }
        if (more.length > MAX_BYTES - start) {
            throw Workbook.tooLarge(MAX_BYTES);
        }
        if (start + more.length > bytes.length) {
            bytes = Arrays.copyOf(bytes, Math.min(MAX_BYTES, Math.max(bytes.length * 3 / 2, start + more.length)));
        }
        if (count == ends.length) {
            ends = Arrays.copyOf(ends, ends.length * 3 / 2);
        }
        System.arraycopy(more, 0, bytes, start, more.length);
        ends[count] = start + more.length;
        count++;
    }

    /** Broken when there is no such string. */
    String get(int index) throws IOException {
        if (index < 0 || index >= count) {
            throw UnreadableSheetException.broken();
        }
        return new String(bytes, end(index), end(index + 1) - end(index), StandardCharsets.UTF_8);
    }

    private int end(int index) {
        return index == 0 ? 0 : ends[index - 1];
    }
}
