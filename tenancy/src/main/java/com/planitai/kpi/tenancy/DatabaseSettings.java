package com.planitai.kpi.tenancy;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Where the database is and who sets it up. Never prints its password.
 *
 * @param host name or address, an IPv6 address without brackets
 * @param parameters connection parameters under the names that libpq gives them, see {@link #PARAMETERS}
 */
public record DatabaseSettings(
        String host,
        int port,
        String database,
        String user,
        @Nullable String password,
        Map<String, String> parameters) {

    public static final int DEFAULT_PORT = 5432;
    public static final int PORT_LIMIT = 65_535;

    /** The permitted parameters and what the driver calls them. */
    static final Map<String, String> PARAMETERS = Map.of(
            "sslmode", "sslmode",
            "sslrootcert", "sslrootcert",
            "sslcert", "sslcert",
            "sslkey", "sslkey",
            "channel_binding", "channelBinding",
            "connect_timeout", "connectTimeout");

    /** Outcome of {@link #parse}. */
    public sealed interface Parsed {
        record Accepted(DatabaseSettings settings) implements Parsed {}

        /** Not a usable URL; the faults are all there are, one sentence each, without the password. */
        record Refused(List<String> faults) implements Parsed {
            public Refused {
                faults = List.copyOf(faults);
            }
        }
    }

    public DatabaseSettings {
        requireText("host", host);
        requireText("database", database);
        requireText("user", user);
        if (port < 1 || port > PORT_LIMIT) {
            throw new IllegalArgumentException("port: expected 1 to " + PORT_LIMIT + ", got " + port);
        }
        parameters = Map.copyOf(new TreeMap<>(parameters));
    }

    /** Reads {@code postgresql://user[:password]@host[:port]/database[?parameter=value&…]}. */
    public static Parsed parse(String url) {
        return new DatabaseUrl(url).parse();
    }

    /** The same server and user, another database. */
    public DatabaseSettings withDatabase(String name) {
        return new DatabaseSettings(host, port, name, user, password, parameters);
    }

    /** The same database as somebody else. */
    public DatabaseSettings withUser(String name, String secret) {
        return new DatabaseSettings(host, port, database, name, secret, parameters);
    }

    @Override
    public String toString() {
        String shownHost = host.contains(":") ? "[" + host + "]" : host;
        String secret = password == null ? "" : ":***";
        return "postgresql://" + user + secret + "@" + shownHost + ":" + port + "/" + database;
    }

    private static void requireText(String name, String value) {
        if (value.isBlank()) {
            throw new IllegalArgumentException(name + ": expected text, got '" + value + "'");
        }
    }
}
