package com.planitai.kpi.server.sheet;

/**
 * Tells UTF-8, Shift_JIS and CP949 apart by the bytes from the first that is no ASCII on. All three are ASCII below
 * 0x80; what follows is weighed by how usual it is in each: Hangul of KS X 1001 against kana and the kanji of JIS level 1.
 */
final class EncodingGuess {
    private static final int USUAL = 3;
    private static final int RARE = -1;
    private static final int IMPOSSIBLE = -10;

    private final byte[] bytes;
    private final int end;
    private final boolean whole;

    private EncodingGuess(byte[] bytes, int end, boolean whole) {
        this.bytes = bytes;
        this.end = end;
        this.whole = whole;
    }

    /** @param whole false where the window ends in the middle of a file, perhaps in the middle of a character */
    static TextEncoding of(byte[] bytes, int end, boolean whole) {
        var guess = new EncodingGuess(bytes, end, whole);
        Tally utf8 = guess.utf8();
        if (!utf8.impossible) {
            return TextEncoding.UTF_8;
        }
        long japanese = guess.shiftJis();
        long korean = guess.cp949();
        if (utf8.score >= japanese && utf8.score >= korean) {
            return TextEncoding.UTF_8;
        }
        return korean > japanese ? TextEncoding.CP949 : TextEncoding.SHIFT_JIS;
    }

    private record Tally(long score, boolean impossible) {}

    private int at(int index) {
        return bytes[index] & 0xFF;
    }

    private boolean in(int index, int from, int to) {
        return index < end && at(index) >= from && at(index) <= to;
    }

    private Tally utf8() {
        long score = 0;
        boolean impossible = false;
        int index = 0;
        while (index < end) {
            int lead = at(index);
            int length = lead < 0x80 ? 1 : lead < 0xC2 ? 0 : lead < 0xE0 ? 2 : lead < 0xF0 ? 3 : lead < 0xF5 ? 4 : 0;
            int good = 1;
            while (good < length && in(index + good, 0x80, 0xBF)) {
                good++;
            }
            boolean cut = !whole && length > 1 && index + length > end && index + good == end;
            if (length == 0 || (good < length && !cut)) {
                impossible = true;
                score += IMPOSSIBLE;
            } else if (length > 1) {
                score += USUAL;
            }
            index += Math.max(1, good);
        }
        return new Tally(score, impossible);
    }

    private long shiftJis() {
        long score = 0;
        int index = 0;
        while (index < end) {
            int lead = at(index);
            if (lead < 0x80 || (lead >= 0xA1 && lead <= 0xDF)) {
                // Half-width kana are single bytes, and all of Korean looks like them: they say nothing.
                index++;
            } else if (index + 1 == end && !whole) {
                index++;
            } else if (lead == 0x80 || lead == 0xA0 || lead > 0xFC || !isShiftJisTrail(index + 1)) {
                score += IMPOSSIBLE;
                index++;
            } else {
                score += shiftJisPair(lead, at(index + 1));
                index += 2;
            }
        }
        return score;
    }

    private boolean isShiftJisTrail(int index) {
        return in(index, 0x40, 0x7E) || in(index, 0x80, 0xFC);
    }

    private static int shiftJisPair(int lead, int trail) {
        boolean kana = (lead == 0x82 && trail >= 0x9F && trail <= 0xF1) || (lead == 0x83 && trail <= 0x96);
        if (kana) {
            return USUAL;
        }
        return lead <= 0x82 ? 1 : lead >= 0x88 && lead <= 0x97 ? 2 : lead >= 0xF0 ? RARE : 1;
    }

    private long cp949() {
        long score = 0;
        int index = 0;
        while (index < end) {
            int lead = at(index);
            if (lead < 0x80 || (index + 1 == end && !whole)) {
                index++;
            } else if (lead == 0x80 || lead == 0xFF || !isCp949Trail(index + 1)) {
                score += IMPOSSIBLE;
                index++;
            } else {
                score += cp949Pair(lead, at(index + 1));
                index += 2;
            }
        }
        return score;
    }

    private boolean isCp949Trail(int index) {
        return in(index, 0x41, 0x5A) || in(index, 0x61, 0x7A) || in(index, 0x81, 0xFE);
    }

    private static int cp949Pair(int lead, int trail) {
        if (lead < 0xA1 || trail < 0xA1) {
            return RARE;
        }
        return lead >= 0xB0 && lead <= 0xC8 ? USUAL : lead <= 0xAC ? 1 : 0;
    }
}
