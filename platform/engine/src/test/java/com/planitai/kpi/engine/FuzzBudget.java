package com.planitai.kpi.engine;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;

/**
 * The time that an input may take, 50 ms for each begun KB: processor time of the thread, only while fuzzing, where code is
 * warm. One run over it says little beside a collector or a compiler, so an input is guilty if it is slow each time.
 */
public record FuzzBudget(long nanoseconds) {
    private static final long NANOSECONDS_PER_KILOBYTE = 50_000_000;
    private static final int KILOBYTE = 1024;
    private static final int RUNS_THAT_MUST_BE_SLOW = 5;
    private static final boolean FUZZING = System.getenv("JAZZER_FUZZ") != null;
    private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();

    public static FuzzBudget forBytes(int bytes) {
        return new FuzzBudget(NANOSECONDS_PER_KILOBYTE * (1 + bytes / KILOBYTE));
    }

    public void run(Runnable target) {
        var least = time(target);
        for (var runs = 1; FUZZING && least > nanoseconds && runs < RUNS_THAT_MUST_BE_SLOW; runs++) {
            least = Math.min(least, time(target));
        }
        if (FUZZING && least > nanoseconds) {
            throw new AssertionError("expected at most %d ns, took %d ns each time".formatted(nanoseconds, least));
        }
    }

    private static long time(Runnable target) {
        var start = THREADS.getCurrentThreadCpuTime();
        target.run();
        return THREADS.getCurrentThreadCpuTime() - start;
    }
}
