package com.planitai.kpi.server.listener;

import com.planitai.kpi.server.files.ObjectStoreUnavailableException;
import com.planitai.kpi.server.http.Problem;
import com.planitai.kpi.server.http.ProblemException;
import com.planitai.kpi.server.http.ProblemType;
import com.planitai.kpi.tenancy.TenantUnavailableException;
import io.helidon.http.HttpException;
import io.helidon.http.Status;
import java.sql.SQLException;
import java.sql.SQLTransientConnectionException;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Exceptions that are no bug of ours: a request that Helidon cannot read, a dependency that is away, or a tenant that is. */
final class Failures {
    private static final Logger LOG = LoggerFactory.getLogger(Failures.class);
    static final Duration RETRY_AFTER = Duration.ofSeconds(5);
    private static final int MAX_CAUSES = 20;
    /** SQLSTATE classes of connections that failed, resources that ran out and transactions that gave way to another. */
    private static final Set<String> UNAVAILABLE_CLASSES = Set.of("08", "53", "40");
    /** SQLSTATE of a database that is starting or stopping, and of statements and locks that took too long. */
    private static final Set<String> UNAVAILABLE = Set.of("57P01", "57P02", "57P03", "57014", "55P03");

    private static final int CLASS_CHARACTERS = 2;

    private Failures() {}

    static Optional<Problem> problem(Throwable thrown) {
        Throwable cause = thrown;
        for (int depth = 0; cause != null && depth < MAX_CAUSES; depth++) {
            switch (cause) {
                case ProblemException expected -> {
                    return Optional.of(expected.problem());
                }
                case HttpException refused
                when refused.status().family() == Status.Family.CLIENT_ERROR -> {
                    return Optional.of(Problem.of(
                            refused.status().equals(Status.REQUEST_ENTITY_TOO_LARGE_413)
                                    ? ProblemType.TOO_LARGE
                                    : ProblemType.MALFORMED_REQUEST));
                }
                case TenantUnavailableException unavailable -> {
                    return Optional.of(Problem.of(ProblemType.NOT_SIGNED_IN));
                }
                case ObjectStoreUnavailableException unavailable -> {
                    LOG.warn("{}", unavailable.getMessage());
                    return Optional.of(Problem.retryLater(ProblemType.DEPENDENCY_UNAVAILABLE, RETRY_AFTER));
                }
                case SQLException sql
                when isUnavailable(sql) -> {
                    return Optional.of(Problem.retryLater(ProblemType.DEPENDENCY_UNAVAILABLE, RETRY_AFTER));
                }
                default -> cause = cause.getCause();
            }
        }
        return Optional.empty();
    }

    private static boolean isUnavailable(SQLException exception) {
        String state = exception.getSQLState();
        return exception instanceof SQLTransientConnectionException
                || (state != null
                        && state.length() > CLASS_CHARACTERS
                        && (UNAVAILABLE.contains(state)
                                || UNAVAILABLE_CLASSES.contains(state.substring(0, CLASS_CHARACTERS))));
    }
}
