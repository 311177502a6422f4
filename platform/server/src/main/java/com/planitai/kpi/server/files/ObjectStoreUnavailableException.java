package com.planitai.kpi.server.files;

/** The object store does not answer, or refuses what it is asked for; the same request may succeed later. */
public final class ObjectStoreUnavailableException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public ObjectStoreUnavailableException(String message) {
        super(message);
    }

    public ObjectStoreUnavailableException(String message, Throwable cause) {
        super(message, cause);
    }
}
