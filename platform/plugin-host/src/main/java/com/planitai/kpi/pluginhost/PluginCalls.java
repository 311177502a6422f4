package com.planitai.kpi.pluginhost;

import com.planitai.kpi.spi.InvalidParameterException;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * The only way into one plugin's code. Each call runs on a platform thread of its own: a plugin that loops for ever on a
 * virtual thread would keep a carrier from everyone. A call that does not end keeps its permit, so that a plugin can
 * never hold more than {@link #MAX_CONCURRENT_CALLS} threads.
 */
final class PluginCalls {
    static final int MAX_CONCURRENT_CALLS = 4;
    private static final int MAX_MESSAGE_CHARACTERS = 500;

    private final String plugin;
    private final ClassLoader classLoader;
    private final Duration deadline;
    private final Semaphore permits = new Semaphore(MAX_CONCURRENT_CALLS);
    private final AtomicBoolean stopped = new AtomicBoolean();

    PluginCalls(String plugin, ClassLoader classLoader, Duration deadline) {
        this.plugin = plugin;
        this.classLoader = classLoader;
        this.deadline = deadline;
    }

    void stop() {
        stopped.set(true);
    }

    <T> PluginAnswer<T> call(Callable<@Nullable T> work) {
        if (stopped.get()) {
            return failed("PLUGIN_STOPPED", Map.of(), "is stopped");
        }
        long end = System.nanoTime() + deadline.toNanos();
        try {
            if (!permits.tryAcquire(deadline.toNanos(), TimeUnit.NANOSECONDS)) {
                return failed(
                        "PLUGIN_BUSY",
                        Map.of("limit", String.valueOf(MAX_CONCURRENT_CALLS)),
                        "is busy with " + MAX_CONCURRENT_CALLS + " calls, the most it may have at once");
            }
            return await(work, end);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            return failed("PLUGIN_STOPPED", Map.of(), "was left because the caller was interrupted");
        }
    }

    private <T> PluginAnswer<T> await(Callable<@Nullable T> work, long end) throws InterruptedException {
        FutureTask<PluginAnswer<T>> task = new FutureTask<>(() -> guarded(work));
        Thread thread = Thread.ofPlatform()
                .daemon()
                .name("plugin-" + plugin)
                .inheritInheritableThreadLocals(false)
                .unstarted(() -> {
                    try {
                        task.run();
                    } finally {
                        permits.release();
                    }
                });
        thread.setContextClassLoader(classLoader);
        thread.start();
        try {
            return task.get(end - System.nanoTime(), TimeUnit.NANOSECONDS);
        } catch (TimeoutException late) {
            return failed(
                    "PLUGIN_TIMED_OUT",
                    Map.of("milliseconds", String.valueOf(deadline.toMillis())),
                    "did not answer within " + deadline.toMillis() + " ms");
        } catch (ExecutionException impossible) {
            throw new IllegalStateException("a guarded call threw", impossible);
        } finally {
            task.cancel(true);
        }
    }

    /** Turns whatever the plugin throws into text here, because asking its exception for a message runs its code. */
    private <T> PluginAnswer<T> guarded(Callable<@Nullable T> work) {
        try {
            T value = work.call();
            return value == null
                    ? failed("PLUGIN_ANSWER_INVALID", Map.of("reason", "null"), "answered null")
                    : new PluginAnswer.Answered<>(value);
        } catch (InvalidParameterException invalid) {
            return new PluginAnswer.Failed<>(
                    "TEMPLATE_PARAMETER_INVALID",
                    Map.of("parameter", shortened(invalid.parameter()), "reason", shortened(invalid.reason())),
                    shortened(String.valueOf(invalid.getMessage())));
        } catch (Throwable thrown) {
            String reason = reason(thrown);
            return failed("PLUGIN_THREW", Map.of("reason", reason), "failed: " + reason);
        }
    }

    private static String reason(Throwable thrown) {
        String type = thrown.getClass().getName();
        try {
            String message = thrown.getMessage();
            return shortened(message == null ? type : type + ": " + message);
        } catch (Throwable again) {
            return shortened(type);
        }
    }

    private static String shortened(String text) {
        return text.length() <= MAX_MESSAGE_CHARACTERS ? text : text.substring(0, MAX_MESSAGE_CHARACTERS);
    }

    <T> PluginAnswer.Failed<T> failed(String code, Map<String, String> arguments, String what) {
        Map<String, String> all = new HashMap<>(arguments);
        all.put("plugin", plugin);
        return new PluginAnswer.Failed<>(code, all, "the plugin " + plugin + " " + what);
    }
}
