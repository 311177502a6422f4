package com.planitai.kpi.tenancy;

import java.sql.SQLException;

/** The database does not answer, or refuses the user that the settings name. */
public final class DatabaseUnavailableException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    DatabaseUnavailableException(DatabaseSettings database, SQLException cause) {
        super("cannot use " + database + ": " + cause.getMessage(), cause);
    }
}
