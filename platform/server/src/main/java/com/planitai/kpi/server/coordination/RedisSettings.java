package com.planitai.kpi.server.coordination;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Where Redis (or Valkey) is. Never prints its password.
 *
 * @param host name or address, an IPv6 address without brackets
 * @param user null for the default user
 * @param password null where the server asks for none
 * @param tls whether the connection is encrypted and the server's certificate verified, its host name included
 */
public record RedisSettings(
        String host,
        int port,
        @Nullable String user,
        @Nullable String password,
        int database,
        boolean tls) {
    public static final int DEFAULT_PORT = 6379;
    public static final int PORT_LIMIT = 65_535;
    public static final int DATABASE_LIMIT = 15;

    /** Outcome of {@link #parse}. */
    public sealed interface Parsed {
        record Accepted(RedisSettings settings) implements Parsed {}

        /** Not a usable URL; the faults are all there are, one sentence each, without the password. */
        record Refused(List<String> faults) implements Parsed {
            public Refused {
                faults = List.copyOf(faults);
            }
        }
    }

    public RedisSettings {
        if (host.isBlank()) {
            throw new IllegalArgumentException("host: expected text, got '" + host + "'");
        }
        if (port < 1 || port > PORT_LIMIT) {
            throw new IllegalArgumentException("port: expected 1 to " + PORT_LIMIT + ", got " + port);
        }
        if (database < 0 || database > DATABASE_LIMIT) {
            throw new IllegalArgumentException("database: expected 0 to " + DATABASE_LIMIT + ", got " + database);
        }
        if (user != null && password == null) {
            throw new IllegalArgumentException("user: expected together with a password");
        }
    }

    /** Reads {@code redis[s]://[[user]:password@]host[:port][/database]}. */
    public static Parsed parse(String url) {
        return new RedisUrl(url).parse();
    }

    /** Scheme, host and port, as they may be shown and as the client wants them. */
    String address() {
        return (tls ? "rediss://" : "redis://") + (host.contains(":") ? "[" + host + "]" : host) + ":" + port;
    }

    @Override
    public String toString() {
        String secret = password == null ? "" : (user == null ? "" : user) + ":***@";
        String address = address();
        int host = address.indexOf("://") + 3;
        return address.substring(0, host) + secret + address.substring(host) + "/" + database;
    }
}
