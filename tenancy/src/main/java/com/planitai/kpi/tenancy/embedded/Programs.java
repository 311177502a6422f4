package com.planitai.kpi.tenancy.embedded;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * Runs PostgreSQL's programs. They refuse to run as root, so for root they run in a user namespace of their own in which
 * root has no power and the files still belong to it.
 */
final class Programs {
    private static final Path SELF = Path.of("/proc/self");
    private static final int OUTPUT_SHOWN_CHARACTERS = 2_000;

    private final Binaries binaries;
    private final List<String> prefix;

    Programs(Binaries binaries) throws IOException {
        this.binaries = binaries;
        this.prefix = isRoot() ? List.of("unshare", "--user", "--") : List.of();
    }

    record Outcome(int exitCode, String output) {
        boolean succeeded() {
            return exitCode == 0;
        }
    }

    /** The output goes through a file: a pipe would stay open for as long as a server that the program started. */
    Outcome run(Duration limit, Path outputFile, String program, String... arguments)
            throws IOException, InterruptedException {
        var command = new ArrayList<>(prefix);
        command.add(binaries.program(program));
        command.addAll(List.of(arguments));
        Process process;
        try {
            process = new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectOutput(outputFile.toFile())
                    .redirectInput(
                            ProcessBuilder.Redirect.from(Path.of("/dev/null").toFile()))
                    .start();
        } catch (IOException failure) {
            String remedy =
                    prefix.isEmpty() ? "" : "; as root, unshare (util-linux) is needed, or start as another user";
            throw new IOException(failure.getMessage() + remedy, failure);
        }
        if (!process.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS)) {
            process.destroyForcibly();
            return new Outcome(-1, program + " did not end within " + limit.toSeconds() + " s");
        }
        String output = Files.readString(outputFile).strip();
        String shown = output.substring(Math.max(0, output.length() - OUTPUT_SHOWN_CHARACTERS));
        return new Outcome(process.exitValue(), shown);
    }

    private static boolean isRoot() throws IOException {
        if (Files.exists(SELF)) {
            return Integer.valueOf(0).equals(Files.getAttribute(SELF, "unix:uid"));
        }
        return "root".equals(System.getProperty("user.name"));
    }
}
