package com.planitai.kpi.tenancy;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Is told what goes on between this process and the database, on the threads that do the work: so it must be quick,
 * thread-safe and throw nothing.
 */
public interface DatabaseObserver {
    /** Does not look. */
    DatabaseObserver NONE = new DatabaseObserver() {
        @Override
        public void opened(PoolFigures pool) {}

        @Override
        public void waited(String pool, Duration time) {}

        @Override
        public ObservedTransaction begins(TransactionKind kind) {
            return ObservedTransaction.UNSEEN;
        }
    };

    enum TransactionKind {
        TENANT_READING,
        TENANT_WRITING,
        DIRECTORY
    }

    /** One transaction, seen on its own thread. */
    interface ObservedTransaction {
        ObservedTransaction UNSEEN = new ObservedTransaction() {
            @Override
            public void connected() {}

            @Override
            public void ended(@Nullable Throwable failure) {}
        };

        /** The pool gave it a connection. */
        void connected();

        /**
         * It committed, or did not.
         *
         * @param failure why it did not; also what its own work threw on purpose
         */
        void ended(@Nullable Throwable failure);
    }

    /** A connection pool is there; its figures may be asked for until the end of the process. */
    void opened(PoolFigures pool);

    /** A thread waited so long for a connection of the pool, in vain when it took as long as the limit. */
    void waited(String pool, Duration time);

    /** A transaction is about to ask for a connection. */
    ObservedTransaction begins(TransactionKind kind);
}
