package com.planitai.kpi.tenancy;

import java.security.cert.CertPathBuilderException;
import java.security.cert.CertPathValidatorException;
import java.security.cert.PKIXReason;
import java.sql.SQLException;

/** The database does not answer, or refuses the user that the settings name. */
public final class DatabaseUnavailableException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** Where the driver, like libpq, looks when the URL names no file. */
    private static final String DEFAULT_AUTHORITIES = "~/.postgresql/root.crt";

    DatabaseUnavailableException(DatabaseSettings database, SQLException cause) {
        super("cannot use " + database + ": " + reason(database, cause), cause);
    }

    /** What the JDK says of a certificate that nobody vouches for tells nobody where to look. */
    private static String reason(DatabaseSettings database, SQLException failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (isUnvouchedFor(cause)) {
                return "no authority in sslrootcert ("
                        + database.parameters().getOrDefault("sslrootcert", DEFAULT_AUTHORITIES)
                        + ") vouches for the certificate of the server";
            }
        }
        return String.valueOf(failure.getMessage());
    }

    private static boolean isUnvouchedFor(Throwable cause) {
        return cause instanceof CertPathBuilderException
                || (cause instanceof CertPathValidatorException refused
                        && refused.getReason() == PKIXReason.NO_TRUST_ANCHOR);
    }
}
