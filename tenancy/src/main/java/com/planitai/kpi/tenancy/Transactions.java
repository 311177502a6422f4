package com.planitai.kpi.tenancy;

import com.planitai.kpi.tenancy.DatabaseObserver.ObservedTransaction;
import com.planitai.kpi.tenancy.DatabaseObserver.TransactionKind;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.statement.UnableToExecuteStatementException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Begins, ends and fences transactions. Each opens a connection of its own, also when one runs inside another. */
final class Transactions {
    private static final Logger LOG = LoggerFactory.getLogger(Transactions.class);

    /** Everything is local to the transaction, so that no commit, rollback or cancel leaves anything in the pool. */
    private static final String PROLOGUE =
            "SELECT set_config('role', ?, true), set_config('search_path', ?, true), set_config('app.tenant', ?, true)";

    /** Travels with the prologue in one round trip; a snapshot is taken only after it. */
    private static final String READING = "SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY; ";

    private final Jdbi jdbi;
    private final DatabaseObserver observer;
    private final KnownVersions versions;

    enum Access {
        READING(Transactions.READING + PROLOGUE, TransactionKind.TENANT_READING),
        WRITING(PROLOGUE, TransactionKind.TENANT_WRITING);

        private final String prologue;
        private final TransactionKind kind;

        Access(String prologue, TransactionKind kind) {
            this.prologue = prologue;
            this.kind = kind;
        }
    }

    Transactions(Jdbi jdbi, DatabaseObserver observer, KnownVersions versions) {
        this.jdbi = jdbi;
        this.observer = observer;
        this.versions = versions;
    }

    /** The caller has checked that the tenant may be used. */
    <T extends @Nullable Object> T asTenant(Tenant tenant, Access access, TransactionWork<T> work) {
        // Temporary tables are looked up last, so that none can stand in for a table of the tenant.
        var scope = new Scope(
                tenant.role(), tenant.schema() + ", pg_temp", tenant.id().toString());
        return run(access.kind, access, scope, handle -> {
            var transaction = new TenantTransaction(handle, tenant.id());
            return new Running<>(transaction, () -> work.run(transaction), () -> tellVersion(transaction));
        });
    }

    <T extends @Nullable Object> T inDirectory(DirectoryWork<T> work) {
        return inDirectory(PlatformRoles.APP, work);
    }

    <T extends @Nullable Object> T inDirectory(String role, DirectoryWork<T> work) {
        return run(TransactionKind.DIRECTORY, Access.WRITING, new Scope(role, "directory, pg_temp", ""), handle -> {
            var transaction = new DirectoryTransaction(handle);
            return new Running<>(transaction, () -> work.run(transaction), () -> {});
        });
    }

    private void tellVersion(TenantTransaction committed) {
        committed.version().ifPresent(version -> versions.committed(committed.tenant(), version));
    }

    private record Scope(String role, String searchPath, String tenant) {}

    /** @param last runs after the callbacks that the body left, which may prepare what it makes known */
    private record Running<T extends @Nullable Object>(SqlTransaction transaction, Body<T> body, Runnable last) {}

    @FunctionalInterface
    private interface Body<T extends @Nullable Object> {
        T run();
    }

    @FunctionalInterface
    private interface Start<T extends @Nullable Object> {
        Running<T> on(Handle handle);
    }

    private <T extends @Nullable Object> T run(TransactionKind kind, Access access, Scope scope, Start<T> start) {
        List<Runnable> callbacks = new ArrayList<>();
        T result;
        ObservedTransaction observed = observer.begins(kind);
        // Not jdbi.inTransaction, which would hand a nested transaction the connection of the outer one.
        try (Handle handle = jdbi.open()) {
            observed.connected();
            Running<T> running = start.on(handle);
            result = handle.inTransaction(begun -> {
                prologue(begun, access, scope);
                try {
                    return running.body().run();
                } finally {
                    running.transaction().end();
                }
            });
            callbacks.addAll(running.transaction().afterCommitCallbacks());
            callbacks.add(running.last());
        } catch (RuntimeException | Error failure) {
            observed.ended(failure);
            throw failure;
        }
        observed.ended(null);
        callbacks.forEach(Transactions::runCallback);
        return result;
    }

    private static void prologue(Handle handle, Access access, Scope scope) {
        try (PreparedStatement statement = handle.getConnection().prepareStatement(access.prologue)) {
            statement.setString(1, scope.role());
            statement.setString(2, scope.searchPath());
            statement.setString(3, scope.tenant());
            statement.execute();
        } catch (SQLException failure) {
            throw new UnableToExecuteStatementException(failure, null);
        }
    }

    private static void runCallback(Runnable callback) {
        try {
            callback.run();
        } catch (RuntimeException failure) {
            LOG.error("an after-commit callback failed; its transaction stays committed", failure);
        }
    }
}
