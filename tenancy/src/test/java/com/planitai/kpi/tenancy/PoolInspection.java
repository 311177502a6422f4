package com.planitai.kpi.tenancy;

import com.zaxxer.hikari.HikariDataSource;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;

/** Looks at what the connections that lie in the request pool remember. */
public final class PoolInspection {
    private static final String STATE = """
            SELECT current_user, current_setting('search_path'), coalesce(current_setting('app.tenant', true), ''),
                current_setting('statement_timeout'), current_setting('transaction_read_only')
            """;

    private PoolInspection() {}

    /** What one idle connection would give to its next user. */
    public record Session(
            String user, String searchPath, String tenant, String statementTimeout, String transactionReadOnly) {}

    public static List<Session> idleSessions(Tenancy tenancy) {
        HikariDataSource pool = tenancy.requestDataSource();
        int idle = pool.getHikariPoolMXBean().getIdleConnections();
        var borrowed = new ArrayList<Connection>();
        var sessions = new ArrayList<Session>();
        try {
            for (int index = 0; index < idle; index++) {
                Connection connection = pool.getConnection();
                borrowed.add(connection);
                sessions.add(session(connection));
            }
            for (Connection connection : borrowed) {
                connection.close();
            }
            return sessions;
        } catch (SQLException failure) {
            throw new IllegalStateException("cannot look into the pool", failure);
        }
    }

    private static Session session(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(STATE)) {
            if (!row.next()) {
                throw new IllegalStateException("expected one row, got none");
            }
            return new Session(
                    row.getString(1), row.getString(2), row.getString(3), row.getString(4), row.getString(5));
        }
    }
}
