package com.planitai.kpi.tenancy;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.PreparedBatch;
import org.jdbi.v3.core.statement.Query;
import org.jdbi.v3.core.statement.UnableToExecuteStatementException;
import org.jdbi.v3.core.statement.Update;
import org.postgresql.PGConnection;
import org.postgresql.copy.CopyIn;

/**
 * A running transaction: SQL with named parameters, no way to commit, to roll back or to reach the connection.
 * SQL is never built: the text is sent as it stands, {@code <name>} means nothing; lists travel as arrays
 * ({@code = ANY(:codes)} with {@code bindArray}). Belongs to one thread and ends with its work.
 */
public abstract sealed class SqlTransaction permits TenantTransaction, DirectoryTransaction {
    private static final int COPY_BUFFER_BYTES = 64 * 1024;

    private final Handle handle;
    private final List<Runnable> afterCommit = new ArrayList<>();
    private boolean ended;

    SqlTransaction(Handle handle) {
        this.handle = handle;
    }

    /** A statement that answers rows, also {@code INSERT … RETURNING}. */
    public final Query createQuery(String sql) {
        return running().createQuery(sql);
    }

    /** A statement that answers a count of rows. */
    public final Update createUpdate(String sql) {
        return running().createUpdate(sql);
    }

    /** One statement for many sets of parameters. */
    public final PreparedBatch prepareBatch(String sql) {
        return running().prepareBatch(sql);
    }

    /**
     * Runs {@code COPY … FROM STDIN} with the bytes of the stream.
     *
     * @return rows written
     */
    public final long copyIn(String copySql, InputStream rows) {
        return copyIn(copySql, rows::transferTo);
    }

    /**
     * Runs {@code COPY … FROM STDIN} with what the argument writes.
     *
     * @return rows written
     */
    public final long copyIn(String copySql, CopyRows rows) {
        try {
            CopyIn copy = running()
                    .getConnection()
                    .unwrap(PGConnection.class)
                    .getCopyAPI()
                    .copyIn(copySql);
            try {
                var out = new CopyStream(copy);
                rows.writeTo(out);
                out.flush();
                return copy.endCopy();
            } catch (IOException failure) {
                throw new UncheckedIOException(failure);
            } finally {
                if (copy.isActive()) {
                    copy.cancelCopy();
                }
            }
        } catch (SQLException failure) {
            throw new UnableToExecuteStatementException(failure, null);
        }
    }

    /**
     * Runs once the transaction has committed and its connection is back in the pool, in the order given; not at all
     * after a rollback. What it throws is logged and does not reach the caller, whose work is done.
     */
    public final void afterCommit(Runnable callback) {
        running();
        afterCommit.add(callback);
    }

    /** Replaces the statement timeout for the rest of this transaction. */
    public final void statementTimeout(Duration limit) {
        createQuery("SELECT set_config('statement_timeout', :milliseconds, true)")
                .bind("milliseconds", Long.toString(limit.toMillis()))
                .mapTo(String.class)
                .one();
    }

    final void end() {
        ended = true;
    }

    final List<Runnable> afterCommitCallbacks() {
        return afterCommit;
    }

    private Handle running() {
        if (ended) {
            throw new IllegalStateException("the transaction has ended; its work must not keep it");
        }
        return handle;
    }

    private static final class CopyStream extends OutputStream {
        private final CopyIn copy;
        private final byte[] buffer = new byte[COPY_BUFFER_BYTES];
        private int length;

        CopyStream(CopyIn copy) {
            this.copy = copy;
        }

        @Override
        public void write(int value) throws IOException {
            if (length == buffer.length) {
                flush();
            }
            buffer[length++] = (byte) value;
        }

        @Override
        public void write(byte[] bytes, int offset, int count) throws IOException {
            if (count > buffer.length - length) {
                flush();
            }
            if (count > buffer.length) {
                send(bytes, offset, count);
            } else {
                System.arraycopy(bytes, offset, buffer, length, count);
                length += count;
            }
        }

        @Override
        public void flush() throws IOException {
            send(buffer, 0, length);
            length = 0;
        }

        private void send(byte[] bytes, int offset, int count) throws IOException {
            try {
                copy.writeToCopy(bytes, offset, count);
            } catch (SQLException failure) {
                throw new IOException("COPY was refused", failure);
            }
        }
    }
}
