package com.planitai.kpi.server.job;

import com.planitai.kpi.tenancy.DirectoryTransaction;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;

/** Looks at the scheduler's queue, which the scheduler alone changes. */
final class QueueRepository {
    private static final String STATE = """
            SELECT count(*) FILTER (WHERE NOT picked) AS queued,
                count(*) FILTER (WHERE picked) AS running,
                min(execution_time) FILTER (WHERE NOT picked AND execution_time <= :now) AS oldest_due
            FROM scheduled_tasks
            WHERE task_name = :task
            """;

    QueueState state(DirectoryTransaction transaction, Instant now) {
        return transaction
                .createQuery(STATE)
                .bind("task", JobFeature.TASK.getTaskName())
                .bind("now", now.atOffset(ZoneOffset.UTC))
                .map((row, context) -> state(row, now))
                .one();
    }

    private static QueueState state(ResultSet row, Instant now) throws SQLException {
        OffsetDateTime oldestDue = row.getObject("oldest_due", OffsetDateTime.class);
        return new QueueState(
                row.getLong("queued"),
                row.getLong("running"),
                oldestDue == null ? Duration.ZERO : Duration.between(oldestDue.toInstant(), now));
    }
}
