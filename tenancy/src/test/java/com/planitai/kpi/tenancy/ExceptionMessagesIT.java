package com.planitai.kpi.tenancy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import com.planitai.kpi.tenancy.testing.PostgresExtension;
import java.io.PrintWriter;
import java.io.StringWriter;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What is thrown is logged, so it may not carry what was bound. */
class ExceptionMessagesIT {
    @RegisterExtension
    static final PostgresExtension POSTGRES = new PostgresExtension();

    private static final String SECRET = "s3cret-value";

    @Test
    void keepsBoundValuesOutOfExceptions() {
        TenantId tenant = POSTGRES.newTenant("messages").id();

        Throwable refused = catchThrowable(() -> POSTGRES.tenancy().database().inTransaction(tenant, transaction -> {
            insert(transaction);
            return insert(transaction);
        }));

        StringWriter trace = new StringWriter();
        refused.printStackTrace(new PrintWriter(trace));
        assertThat(trace.toString()).contains("duplicate key").doesNotContain(SECRET);
    }

    private static int insert(TenantTransaction transaction) {
        return transaction
                .createUpdate("INSERT INTO scenario (code, name) VALUES (:code, :code)")
                .bind("code", SECRET)
                .execute();
    }
}
