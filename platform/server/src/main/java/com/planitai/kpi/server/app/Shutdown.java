package com.planitai.kpi.server.app;

import ch.qos.logback.classic.LoggerContext;
import java.util.concurrent.CountDownLatch;
import org.slf4j.LoggerFactory;

/** Closes in order on SIGTERM or Ctrl-C, from the moment it is made; keeps the process alive until then. */
final class Shutdown {
    private final Thread hook;

    private Shutdown(Thread hook) {
        this.hook = hook;
    }

    static Shutdown closing(AutoCloseable running) {
        Thread hook = Thread.ofPlatform().name("shutdown").unstarted(() -> close(running));
        Runtime.getRuntime().addShutdownHook(hook);
        return new Shutdown(hook);
    }

    void await() throws InterruptedException {
        new CountDownLatch(1).await();
    }

    /** Leaves the closing, and the exit code, to the caller, unless the process ends already. */
    void cancel() {
        try {
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException ending) {
            LoggerFactory.getLogger(Shutdown.class).debug("the process ends already", ending);
        }
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
