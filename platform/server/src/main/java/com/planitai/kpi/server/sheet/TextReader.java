package com.planitai.kpi.server.sheet;

import java.io.IOException;
import java.io.InputStream;
import java.io.Reader;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import org.jspecify.annotations.Nullable;

/**
 * Decodes a text of which the encoding may not be known. As long as there is only ASCII it does not matter; with the first
 * other byte the encoding is decided, from {@link #WINDOW_BYTES} from there on. Bytes that are no text become
 * {@link Sheet#DAMAGE}, and U+0000, which PostgreSQL cannot keep, U+FFFD: the cell that has it is refused like any other.
 */
final class TextReader extends Reader {
    /** How much of the file decides about its encoding. */
    static final int WINDOW_BYTES = 64 * 1024;

    private static final int OUT_CHARACTERS = 16 * 1024;
    private static final char REPLACEMENT = '\uFFFD';
    private static final char BYTE_ORDER_MARK = '\uFEFF';

    private final InputStream source;
    private final byte[] bytes = new byte[WINDOW_BYTES];
    private final ByteBuffer in = ByteBuffer.wrap(bytes).limit(0);
    private final char[] characters = new char[OUT_CHARACTERS];
    private final CharBuffer out = CharBuffer.wrap(characters).limit(0);
    private @Nullable CharsetDecoder decoder;
    private boolean begun;
    private boolean first = true;
    private boolean sourceEnded;
    private boolean decoded;
    private boolean damaged;

    TextReader(InputStream source, @Nullable TextEncoding encoding) {
        this.source = source;
        this.decoder = encoding == null ? null : encoding.decoder();
    }

    /** Whether anything so far was no text. */
    boolean isDamaged() {
        return damaged;
    }

    boolean hasEnded() {
        return sourceEnded && !in.hasRemaining() && !out.hasRemaining();
    }

    @Override
    public int read(char[] target, int offset, int length) throws IOException {
        if (length == 0) {
            return 0;
        }
        while (!out.hasRemaining()) {
            if (!refill()) {
                return -1;
            }
        }
        int count = Math.min(length, out.remaining());
        out.get(target, offset, count);
        return count;
    }

    @Override
    public void close() throws IOException {
        source.close();
    }

    /** False at the end. */
    private boolean refill() throws IOException {
        if (decoded) {
            return false;
        }
        if (!begun) {
            begun = true;
            fill();
            readMark();
        }
        if (in.remaining() < 8 && !sourceEnded) {
            fill();
        }
        out.clear();
        if (decoder == null) {
            copyAscii();
        } else {
            decode(decoder);
        }
        out.flip();
        mend();
        return out.hasRemaining() || in.hasRemaining() || !sourceEnded || (decoder != null && !decoded);
    }

    /** As much as goes in. */
    private void fill() throws IOException {
        in.compact();
        while (in.hasRemaining() && !sourceEnded) {
            int read = source.read(bytes, in.position(), in.remaining());
            if (read < 0) {
                sourceEnded = true;
            } else {
                in.position(in.position() + read);
            }
        }
        in.flip();
    }

    /** A byte order mark decides where nothing else was said. The mark itself is dropped after decoding. */
    private void readMark() {
        if (decoder != null || in.remaining() < 2) {
            return;
        }
        int mark = ((bytes[0] & 0xFF) << 8) | (bytes[1] & 0xFF);
        if (mark == 0xFEFF) {
            decoder = TextEncoding.UTF_16BE.decoder();
        } else if (mark == 0xFFFE) {
            decoder = TextEncoding.UTF_16LE.decoder();
        } else if (mark == 0xEFBB && in.remaining() > 2 && bytes[2] == (byte) 0xBF) {
            decoder = TextEncoding.UTF_8.decoder();
        }
    }

    private void copyAscii() throws IOException {
        while (in.hasRemaining() && out.hasRemaining() && bytes[in.position()] >= 0) {
            out.put((char) in.get());
        }
        if (in.hasRemaining() && out.hasRemaining()) {
            fill();
            int length = in.remaining();
            decoder = EncodingGuess.of(bytes, length, sourceEnded).decoder();
        }
    }

    private void decode(CharsetDecoder known) {
        boolean last = sourceEnded;
        while (true) {
            CoderResult result = known.decode(in, out, last);
            if (result.isOverflow()) {
                return;
            }
            if (result.isUnderflow()) {
                if (last && !decoded) {
                    decoded = known.flush(out).isUnderflow();
                }
                return;
            }
            if (!out.hasRemaining()) {
                return;
            }
            in.position(in.position() + result.length());
            out.put(Sheet.DAMAGE);
            damaged = true;
        }
    }

    private void mend() {
        if (first && out.hasRemaining()) {
            first = false;
            if (out.get(out.position()) == BYTE_ORDER_MARK) {
                out.get();
            }
        }
        for (int index = out.position(); index < out.limit(); index++) {
            if (characters[index] == 0) {
                characters[index] = REPLACEMENT;
            } else if (characters[index] == Sheet.DAMAGE) {
                damaged = true;
            }
        }
    }
}
