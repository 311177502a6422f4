package com.planitai.kpi.server.http;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;

/** A body as it streams in: ends in a 413 problem when it carries more than it may, in a 400 when its chunks are no chunks. */
final class LimitedStream extends FilterInputStream {
    private final long limitBytes;
    private long readBytes;

    LimitedStream(InputStream source, long limitBytes) {
        super(source);
        this.limitBytes = limitBytes;
    }

    @Override
    public int read() throws IOException {
        int value = framed(super::read);
        if (value >= 0) {
            count(1);
        }
        return value;
    }

    @Override
    public int read(byte[] buffer, int offset, int length) throws IOException {
        int read = framed(() -> super.read(buffer, offset, length));
        if (read > 0) {
            count(read);
        }
        return read;
    }

    /** Helidon throws whatever its parser stumbles over in the size of a chunk. */
    private static int framed(Source source) throws IOException {
        try {
            return source.read();
        } catch (IllegalArgumentException | IllegalStateException brokenFraming) {
            throw Problem.of(ProblemType.MALFORMED_REQUEST).asException();
        }
    }

    @FunctionalInterface
    private interface Source {
        int read() throws IOException;
    }

    private void count(int bytes) {
        readBytes += bytes;
        if (readBytes > limitBytes) {
            throw Call.tooLarge(limitBytes);
        }
    }
}
