package com.planitai.kpi.server.files;

import java.io.IOException;
import java.io.InputStream;
import java.util.Random;

/** As many bytes as asked for, the same for the same seed, none of them in memory; then the end, or a failure. */
final class GeneratedStream extends InputStream {
    /** What happens when so many bytes were read. */
    @FunctionalInterface
    interface Watch {
        void at(long bytes) throws IOException;
    }

    private final Random random;
    private final long length;
    private final Watch watch;
    private long read;

    GeneratedStream(long seed, long length, Watch watch) {
        this.random = new Random(seed);
        this.length = length;
        this.watch = watch;
    }

    static GeneratedStream of(long seed, long length) {
        return new GeneratedStream(seed, length, bytes -> {});
    }

    /** Ends in the failure instead of its end. */
    static GeneratedStream breaking(long length, IOException failure) {
        return new GeneratedStream(0, Long.MAX_VALUE, bytes -> {
            if (bytes >= length) {
                throw failure;
            }
        });
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] buffer, int offset, int wanted) throws IOException {
        watch.at(read);
        if (read == length) {
            return -1;
        }
        int count = (int) Math.min(wanted, length - read);
        for (int index = 0; index < count; index++) {
            buffer[offset + index] = (byte) random.nextInt();
        }
        read += count;
        return count;
    }
}
