package com.planitai.kpi.tenancy.embedded;

import com.planitai.kpi.tenancy.DatabaseSettings;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.HexFormat;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A PostgreSQL server in a data folder, on loopback and a free port, with a password that only the owner of the folder
 * can read. What was committed survives any end of this process. A server left behind by a killed process is stopped
 * before the new one starts; a server of a live process is an error.
 */
public final class EmbeddedDatabase implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(EmbeddedDatabase.class);

    private static final String ADDRESS = "127.0.0.1";
    private static final String SUPERUSER = "postgres";
    private static final String DATABASE = "postgres";
    private static final int PASSWORD_BYTES = 24;
    private static final int PORT_ATTEMPTS = 3;
    private static final String PORT_TAKEN = "Address already in use";

    static final Duration INITIALISE_LIMIT = Duration.ofSeconds(60);
    static final Duration START_LIMIT = Duration.ofSeconds(60);
    static final Duration FAST_STOP_LIMIT = Duration.ofSeconds(20);
    static final Duration IMMEDIATE_STOP_LIMIT = Duration.ofSeconds(10);
    private static final Duration GRACE = Duration.ofSeconds(5);

    private final Path folder;
    private final boolean durable;
    private final Programs programs;
    private final FolderLock lock;
    private final AtomicBoolean closed = new AtomicBoolean();
    private int port;

    /** Whether a live process, this or another, holds the folder; {@link #start} would refuse it. */
    public static boolean isInUse(Path folder) {
        if (!Files.isDirectory(folder)) {
            return false;
        }
        try {
            FolderLock.acquire(folder).close();
            return false;
        } catch (EmbeddedDatabaseException held) {
            return true;
        } catch (IOException unreadable) {
            throw new EmbeddedDatabaseException("the data folder " + folder + " cannot be read", unreadable);
        }
    }

    /** Starts the server of the folder, which is made when it is not there. */
    public static EmbeddedDatabase start(Path folder) {
        return start(folder, EmbeddedOptions.DEFAULT);
    }

    public static EmbeddedDatabase start(Path folder, EmbeddedOptions options) {
        try {
            Path real = Files.createDirectories(folder).toRealPath();
            FolderLock lock = FolderLock.acquire(real);
            try {
                Path cache = options.binaryCache();
                var programs = new Programs(Binaries.unpack(cache == null ? real.resolve("binaries") : cache));
                var database = new EmbeddedDatabase(real, options.durable(), programs, lock);
                database.stopOrphan();
                database.initialise();
                database.startServer();
                return database;
            } catch (IOException | InterruptedException | RuntimeException failure) {
                lock.close();
                throw failure;
            }
        } catch (IOException failure) {
            throw new EmbeddedDatabaseException(
                    "cannot run PostgreSQL in the data folder " + folder + ": " + failure, failure);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new EmbeddedDatabaseException("interrupted while PostgreSQL was starting", interrupted);
        }
    }

    private EmbeddedDatabase(Path folder, boolean durable, Programs programs, FolderLock lock) {
        this.folder = folder;
        this.durable = durable;
        this.programs = programs;
        this.lock = lock;
    }

    /** Where the server listens, as its superuser. */
    public DatabaseSettings settings() {
        try {
            return new DatabaseSettings(ADDRESS, port, DATABASE, SUPERUSER, Files.readString(passwordFile()), Map.of());
        } catch (IOException failure) {
            throw new EmbeddedDatabaseException("cannot read " + passwordFile(), failure);
        }
    }

    /** Stops the server; open connections end, what was committed is there at the next start. */
    @Override
    public void close() {
        if (closed.getAndSet(true)) {
            return;
        }
        try {
            stopServer();
        } catch (IOException failure) {
            throw new EmbeddedDatabaseException("cannot stop PostgreSQL in " + folder, failure);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        } finally {
            release();
        }
    }

    private void release() {
        try {
            lock.close();
        } catch (IOException failure) {
            LOG.warn("cannot release {}", folder, failure);
        }
    }

    private void stopOrphan() throws IOException, InterruptedException {
        switch (Postmaster.of(cluster())) {
            case Postmaster.Absent() -> {}
            case Postmaster.Running(long pid) -> {
                LOG.warn("a server was left behind by a killed process (process {}); stopping it", pid);
                stopServer();
            }
            case Postmaster.Reused(long pid) -> {
                LOG.warn("process {} took the number of a server that is gone; removing its traces", pid);
                Files.delete(Postmaster.pidFile(cluster()));
            }
            case Postmaster.Unknown(long pid) ->
                throw new EmbeddedDatabaseException("process " + pid + " may be a server on " + cluster()
                        + ", but this user cannot see what it is; stop it, then start again");
        }
    }

    private void initialise() throws IOException, InterruptedException {
        if (Files.isDirectory(cluster())) {
            return;
        }
        writePassword();
        Path partial = folder.resolve("cluster.partial");
        Folders.delete(partial);
        Programs.Outcome outcome = programs.run(
                INITIALISE_LIMIT,
                folder.resolve("initdb.log"),
                "initdb",
                "--pgdata=" + partial,
                "--username=" + SUPERUSER,
                "--pwfile=" + passwordFile(),
                "--auth=scram-sha-256",
                "--encoding=UTF8",
                "--no-locale",
                "--locale-provider=builtin",
                "--builtin-locale=C.UTF-8",
                durable ? "--sync-method=fsync" : "--no-sync");
        if (!outcome.succeeded()) {
            throw new EmbeddedDatabaseException(
                    "PostgreSQL could not be set up in " + folder + ": " + outcome.output());
        }
        Files.move(partial, cluster(), StandardCopyOption.ATOMIC_MOVE);
    }

    private void writePassword() throws IOException {
        byte[] random = new byte[PASSWORD_BYTES];
        new SecureRandom().nextBytes(random);
        Files.deleteIfExists(passwordFile());
        Files.createFile(
                passwordFile(), PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        Files.writeString(passwordFile(), HexFormat.of().formatHex(random));
    }

    private void startServer() throws IOException, InterruptedException {
        for (int attempt = 1; ; attempt++) {
            port = freePort();
            if (Files.exists(serverLog())) {
                Files.move(serverLog(), folder.resolve("server.previous.log"), StandardCopyOption.REPLACE_EXISTING);
            }
            Programs.Outcome outcome = programs.run(
                    START_LIMIT.plus(GRACE),
                    folder.resolve("start.log"),
                    "pg_ctl",
                    "start",
                    "--wait",
                    "--timeout=" + START_LIMIT.toSeconds(),
                    "--pgdata=" + cluster(),
                    "--log=" + serverLog(),
                    "--options=" + serverOptions());
            if (outcome.succeeded()) {
                return;
            }
            String log = Files.exists(serverLog()) ? Files.readString(serverLog()) : outcome.output();
            if (attempt == PORT_ATTEMPTS || !log.contains(PORT_TAKEN)) {
                throw new EmbeddedDatabaseException("PostgreSQL did not start in " + folder + ": " + log.strip());
            }
        }
    }

    private String serverOptions() {
        String switched = durable ? "on" : "off";
        return "-p " + port
                + " -c listen_addresses=" + ADDRESS
                + " -c unix_socket_directories="
                + " -c fsync=" + switched
                + " -c full_page_writes=" + switched
                + " -c synchronous_commit=" + switched;
    }

    private void stopServer() throws IOException, InterruptedException {
        if (Postmaster.of(cluster()) instanceof Postmaster.Absent) {
            return;
        }
        Programs.Outcome outcome = stop("fast", FAST_STOP_LIMIT);
        if (!outcome.succeeded()) {
            outcome = stop("immediate", IMMEDIATE_STOP_LIMIT);
        }
        if (!outcome.succeeded() && !(Postmaster.of(cluster()) instanceof Postmaster.Absent)) {
            throw new EmbeddedDatabaseException("PostgreSQL in " + folder + " does not stop: " + outcome.output());
        }
    }

    private Programs.Outcome stop(String mode, Duration limit) throws IOException, InterruptedException {
        return programs.run(
                limit.plus(GRACE),
                folder.resolve("stop.log"),
                "pg_ctl",
                "stop",
                "--wait",
                "--timeout=" + limit.toSeconds(),
                "--mode=" + mode,
                "--pgdata=" + cluster());
    }

    private static int freePort() throws IOException {
        try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    private Path cluster() {
        return folder.resolve("cluster");
    }

    private Path passwordFile() {
        return folder.resolve("superuser-password");
    }

    private Path serverLog() {
        return folder.resolve("server.log");
    }
}
