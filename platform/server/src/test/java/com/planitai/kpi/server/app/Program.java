package com.planitai.kpi.server.app;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The program as its users start it: a process with a command and an environment, and nothing inherited. */
final class Program {
    private static final Pattern SERVING = Pattern.compile("serving on port (\\d+)");
    private static final int PATIENCE_SECONDS = 60;

    private Program() {}

    record Outcome(int exitCode, String output) {}

    /** A server that has said that it serves. Signals go to its handle, since a process closes what is being read from it. */
    record Server(Process process, int port) implements AutoCloseable {
        /** Asks it to stop, and answers its exit code. */
        int stop() {
            process.toHandle().destroy();
            return exitCode(process);
        }

        @Override
        public void close() {
            process.toHandle().destroyForcibly();
        }
    }

    /** Runs a command to its end. */
    static Outcome run(Path folder, Map<String, String> environment, String... arguments) {
        try {
            Path said = Files.createTempFile(folder, "said", ".log");
            Process process = command(environment, arguments)
                    .redirectOutput(said.toFile())
                    .start();
            return new Outcome(exitCode(process), Files.readString(said));
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    static Server serve(Map<String, String> environment) {
        try {
            Process process = command(environment, "serve").start();
            BufferedReader output = process.inputReader(StandardCharsets.UTF_8);
            StringBuilder said = new StringBuilder();
            for (String line = output.readLine(); line != null; line = output.readLine()) {
                said.append(line).append('\n');
                Matcher serving = SERVING.matcher(line);
                if (serving.find()) {
                    Thread.ofVirtual().start(() -> output.lines().forEach(ignored -> {}));
                    return new Server(process, Integer.parseInt(serving.group(1)));
                }
            }
            throw new AssertionError("serve ended with " + exitCode(process) + ": " + said);
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    private static ProcessBuilder command(Map<String, String> environment, String... arguments) {
        List<String> line = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx256m",
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "--enable-native-access=ALL-UNNAMED",
                "--sun-misc-unsafe-memory-access=allow",
                "-Dlogback.configurationFile=logback.xml",
                "-cp",
                System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
                Main.class.getName()));
        line.addAll(List.of(arguments));
        ProcessBuilder builder = new ProcessBuilder(line).redirectErrorStream(true);
        builder.environment().clear();
        builder.environment().putAll(environment);
        return builder;
    }

    private static int exitCode(Process process) {
        try {
            if (!process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
                process.destroyForcibly();
                throw new AssertionError("the program did not end within " + PATIENCE_SECONDS + " s");
            }
            return process.exitValue();
        } catch (InterruptedException interrupted) {
            throw new IllegalStateException(interrupted);
        }
    }
}
