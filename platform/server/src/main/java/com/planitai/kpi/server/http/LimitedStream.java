package com.planitai.kpi.server.http;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;

/** A stream that ends in a 413 problem when it carries more than it may. */
final class LimitedStream extends FilterInputStream {
    private final long limitBytes;
    private long readBytes;

    LimitedStream(InputStream source, long limitBytes) {
        super(source);
        this.limitBytes = limitBytes;
    }

    @Override
    public int read() throws IOException {
        int value = super.read();
        if (value >= 0) {
            count(1);
        }
        return value;
    }

    @Override
    public int read(byte[] buffer, int offset, int length) throws IOException {
        int read = super.read(buffer, offset, length);
        if (read > 0) {
            count(read);
        }
        return read;
    }

    private void count(int bytes) {
        readBytes += bytes;
        if (readBytes > limitBytes) {
            throw Call.tooLarge(limitBytes);
        }
    }
}
