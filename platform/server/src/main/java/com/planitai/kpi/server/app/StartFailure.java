package com.planitai.kpi.server.app;

/** The program cannot start or go on, for a reason that a person can mend: one line that says what and how. */
final class StartFailure extends RuntimeException {
    private static final long serialVersionUID = 1L;

    StartFailure(String message) {
        super(message);
    }

    StartFailure(String message, Throwable cause) {
        super(message, cause);
    }
}
