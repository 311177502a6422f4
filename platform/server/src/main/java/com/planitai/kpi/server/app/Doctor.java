package com.planitai.kpi.server.app;

import com.planitai.kpi.server.app.Check.Finding;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.LongSupplier;

/** Runs checks side by side: none keeps another from being run, and none takes longer than the deadline. */
final class Doctor {
    /** Longer than any healthy dependency takes, also an embedded database that is started for the look. */
    static final Duration DEADLINE = Duration.ofSeconds(30);

    private final Duration deadline;
    private final LongSupplier nanoTime;

    private record Running(Check check, FutureTask<List<Finding>> task) {}

    /** @param nanoTime {@link System#nanoTime} */
    Doctor(Duration deadline, LongSupplier nanoTime) {
        this.deadline = deadline;
        this.nanoTime = nanoTime;
    }

    /** In the order of the checks. What still hangs at the deadline is left behind on a daemon thread. */
    List<Finding> examine(List<Check> checks) throws InterruptedException {
        long started = nanoTime.getAsLong();
        List<Running> running = checks.stream().map(Doctor::start).toList();
        List<Finding> findings = new ArrayList<>();
        for (Running one : running) {
            long left = deadline.toNanos() - (nanoTime.getAsLong() - started);
            findings.addAll(await(one, left));
        }
        return findings;
    }

    private static Running start(Check check) {
        var task = new FutureTask<>(check.look());
        Thread.ofVirtual().name("check " + check.what()).start(task);
        return new Running(check, task);
    }

    private List<Finding> await(Running running, long nanoseconds) throws InterruptedException {
        String what = running.check().what();
        try {
            return running.task().get(Math.max(0, nanoseconds), TimeUnit.NANOSECONDS);
        } catch (TimeoutException hanging) {
            running.task().cancel(true);
            return List.of(Finding.bad(
                    what,
                    "no answer within " + deadline.toSeconds()
                            + " s: it accepts and then hangs, or packets to it are dropped; look at it and at the "
                            + "firewall between"));
        } catch (ExecutionException failed) {
            Throwable cause = failed.getCause();
            return List.of(Finding.bad(
                    what,
                    cause instanceof StartFailure ? String.valueOf(cause.getMessage()) : "the check failed: " + cause));
        }
    }
}
