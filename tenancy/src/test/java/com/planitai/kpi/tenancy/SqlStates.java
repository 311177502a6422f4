package com.planitai.kpi.tenancy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.sql.SQLException;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;

/** Says with which SQLSTATE something ends. */
final class SqlStates {
    static final String INSUFFICIENT_PRIVILEGE = "42501";
    static final String CANCELLED = "57014";
    static final String READ_ONLY = "25006";

    private SqlStates() {}

    static void assertEndsIn(String state, ThrowingCallable work) {
        Throwable cause = catchThrowable(work);
        assertThat(cause).isNotNull();
        while (cause.getCause() != null) {
            cause = cause.getCause();
        }
        assertThat(cause)
                .isInstanceOfSatisfying(
                        SQLException.class,
                        failure -> assertThat(failure.getSQLState()).isEqualTo(state));
    }
}
