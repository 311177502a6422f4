package com.planitai.kpi.tenancy.embedded;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** What {@code postmaster.pid} says about the server process of a cluster, and whether it is true. */
sealed interface Postmaster {
    /** No process, or the recorded one is gone; PostgreSQL itself cleans up after that. */
    record Absent() implements Postmaster {}

    /** The recorded process is alive and is a PostgreSQL server on the recorded folder. */
    record Running(long pid) implements Postmaster {}

    /** The recorded process id now belongs to another program. */
    record Reused(long pid) implements Postmaster {}

    /** The recorded process is alive, but the system does not say what it is. */
    record Unknown(long pid) implements Postmaster {}

    static Path pidFile(Path cluster) {
        return cluster.resolve("postmaster.pid");
    }

    static Postmaster of(Path cluster) throws IOException {
        if (!Files.exists(pidFile(cluster))) {
            return new Absent();
        }
        List<String> lines = Files.readAllLines(pidFile(cluster));
        if (lines.size() < 2 || !lines.getFirst().strip().matches("[0-9]{1,18}")) {
            return new Absent();
        }
        long pid = Long.parseLong(lines.getFirst().strip());
        Optional<ProcessHandle> process = ProcessHandle.of(pid).filter(ProcessHandle::isAlive);
        if (process.isEmpty()) {
            return new Absent();
        }
        Optional<List<String>> commandLine = commandLine(process.get());
        if (commandLine.isEmpty()) {
            return new Unknown(pid);
        }
        if (commandLine.get().isEmpty()) {
            return new Absent();
        }
        // The recorded folder, not the present path: the folder may have been moved under a running server.
        boolean isServer = Path.of(commandLine.get().getFirst()).endsWith("postgres")
                && commandLine.get().contains(lines.get(1).strip());
        return isServer ? new Running(pid) : new Reused(pid);
    }

    /** Program and arguments; an empty list for a process that has ended and that nobody has waited for yet. */
    private static Optional<List<String>> commandLine(ProcessHandle process) throws IOException {
        Path known = Path.of("/proc", Long.toString(process.pid()), "cmdline");
        if (Files.isReadable(known)) {
            String text = Files.readString(known);
            return Optional.of(text.isEmpty() ? List.of() : List.of(text.split("\0")));
        }
        ProcessHandle.Info info = process.info();
        return info.command()
                .flatMap(command -> info.arguments()
                        .map(arguments -> Stream.concat(Stream.of(command), Stream.of(arguments))
                                .toList()));
    }
}
