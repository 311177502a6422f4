package com.planitai.kpi.server.files;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;

/** A stored file as it is read: whatever ends the reading before its end is a failure of the store. */
final class StoredStream extends FilterInputStream {
    private final String name;
    private final Runnable abandon;
    private boolean ended;

    /**
     * @param abandon gives up what was not read, so that closing early does not have to read it
     */
    StoredStream(String name, InputStream source, Runnable abandon) {
        super(source);
        this.name = name;
        this.abandon = abandon;
    }

    @Override
    public int read() {
        try {
            int value = super.read();
            ended |= value < 0;
            return value;
        } catch (IOException failure) {
            throw unavailable(failure);
        }
    }

    @Override
    public int read(byte[] buffer, int offset, int length) {
        try {
            int read = super.read(buffer, offset, length);
            ended |= read < 0;
            return read;
        } catch (IOException failure) {
            throw unavailable(failure);
        }
    }

    @Override
    public void close() throws IOException {
        if (!ended) {
            abandon.run();
        }
        super.close();
    }

    private ObjectStoreUnavailableException unavailable(IOException failure) {
        return new ObjectStoreUnavailableException(name + " could not be read to its end: " + failure, failure);
    }
}
