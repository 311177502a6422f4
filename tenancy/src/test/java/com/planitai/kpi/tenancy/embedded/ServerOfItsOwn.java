package com.planitai.kpi.tenancy.embedded;

import com.planitai.kpi.tenancy.testing.PostgresExtension;
import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;

/** A process that runs an embedded server, commits a row and waits to be killed. */
final class ServerOfItsOwn {
    static final String READY = "ready";

    private ServerOfItsOwn() {}

    public static void main(String[] arguments) throws InterruptedException {
        var server = EmbeddedDatabase.start(Path.of(arguments[0]), new EmbeddedOptions(Path.of(arguments[1]), true));
        PostgresExtension.execute(server.settings(), "CREATE TABLE kept AS SELECT 42 AS answer");
        System.out.println(READY);
        new CountDownLatch(1).await();
    }
}
