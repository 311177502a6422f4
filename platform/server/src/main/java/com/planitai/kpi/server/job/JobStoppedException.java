package com.planitai.kpi.server.job;

/** Ends a handler whose job was cancelled or ended elsewhere. Handlers let it pass. */
public final class JobStoppedException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    JobStoppedException() {
        super("cancelled, or ended elsewhere", null, false, false);
    }
}
