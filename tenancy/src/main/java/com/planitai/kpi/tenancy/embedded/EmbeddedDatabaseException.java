package com.planitai.kpi.tenancy.embedded;

/** The embedded server cannot start or stop; the message says why and what helps. */
public final class EmbeddedDatabaseException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    EmbeddedDatabaseException(String message) {
        super(message);
    }

    EmbeddedDatabaseException(String message, Throwable cause) {
        super(message, cause);
    }
}
