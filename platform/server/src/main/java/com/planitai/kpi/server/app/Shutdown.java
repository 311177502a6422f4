package com.planitai.kpi.server.app;

import ch.qos.logback.classic.LoggerContext;
import java.util.concurrent.CountDownLatch;
import org.slf4j.LoggerFactory;

/** Keeps the process alive until SIGTERM or Ctrl-C, then closes in order. */
final class Shutdown {
    private Shutdown() {}

    static void await(AutoCloseable running) throws InterruptedException {
        CountDownLatch never = new CountDownLatch(1);
        Runtime.getRuntime()
                .addShutdownHook(Thread.ofPlatform().name("shutdown").unstarted(() -> close(running)));
        never.await();
    }

    private static void close(AutoCloseable running) {
        try {
            running.close();
        } catch (Exception exception) {
            System.err.println("kpi: stopping failed: " + exception.getMessage());
        } finally {
            // Logging ends last, and only here: a hook of its own would cut off the last lines.
            if (LoggerFactory.getILoggerFactory() instanceof LoggerContext context) {
                context.stop();
            }
            // A stop that was asked for is a success, whatever signal asked.
            Runtime.getRuntime().halt(0);
        }
    }
}
