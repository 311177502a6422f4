package com.planitai.kpi.tenancy;

import java.util.List;

/** The database server lacks something that only an administrator can give; the message names it and the remedy. */
public final class DatabaseNotPreparedException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final transient List<String> missing;

    DatabaseNotPreparedException(List<String> missing, String remedy, Throwable cause) {
        super("the database is not prepared: " + String.join("; ", missing) + ". " + remedy, cause);
        this.missing = List.copyOf(missing);
    }

    DatabaseNotPreparedException(List<String> missing, String remedy) {
        super("the database is not prepared: " + String.join("; ", missing) + ". " + remedy);
        this.missing = List.copyOf(missing);
    }

    /** What is missing, one sentence each. */
    public List<String> missing() {
        return missing;
    }
}
