package com.planitai.kpi.server.coordination;

import com.planitai.kpi.server.coordination.RedisSettings.Parsed;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Takes a Redis URL apart by hand, because {@code java.net.URI} stops at the first fault and quotes the password. */
final class RedisUrl {
    private static final String FORM = "redis[s]://[[user]:password@]host[:port][/database]";
    private static final Set<String> SCHEMES = Set.of("redis", "rediss");

    private final String url;
    private final List<String> faults = new ArrayList<>();

    RedisUrl(String url) {
        this.url = url.strip();
    }

    Parsed parse() {
        int schemeEnd = url.indexOf("://");
        if (schemeEnd < 0 || !SCHEMES.contains(url.substring(0, schemeEnd))) {
            return new Parsed.Refused(List.of("expected " + FORM));
        }
        String rest = url.substring(schemeEnd + 3);
        // The last '@' and the first '/' behind it, so that an unescaped one in the password does no harm.
        int at = rest.lastIndexOf('@');
        int slash = rest.indexOf('/', at + 1);
        String login = at < 0 ? "" : rest.substring(0, at);
        String address = rest.substring(at + 1, slash < 0 ? rest.length() : slash);
        String user = user(login);
        String password = password(login);
        String host = host(address);
        int port = number("port", port(address), RedisSettings.DEFAULT_PORT, 1, RedisSettings.PORT_LIMIT);
        int database =
                number("database", slash < 0 ? "" : rest.substring(slash + 1), 0, 0, RedisSettings.DATABASE_LIMIT);
        if (at >= 0 && password == null) {
            faults.add("password: missing before the '@'; expected " + FORM);
        }
        if (host.isBlank()) {
            faults.add("host: missing; expected " + FORM);
        }
        return faults.isEmpty()
                ? new Parsed.Accepted(
                        new RedisSettings(host, port, user, password, database, url.startsWith("rediss://")))
                : new Parsed.Refused(faults);
    }

    private @Nullable String user(String login) {
        int colon = login.indexOf(':');
        String user = decode("user", colon < 0 ? login : login.substring(0, colon));
        return user.isEmpty() ? null : user;
    }

    private @Nullable String password(String login) {
        int colon = login.indexOf(':');
        String password = colon < 0 ? "" : decode("password", login.substring(colon + 1));
        return password.isEmpty() ? null : password;
    }

    private static String host(String address) {
        if (address.startsWith("[")) {
            int end = address.indexOf(']');
            return end < 0 ? "" : address.substring(1, end);
        }
        int colon = address.indexOf(':');
        return colon < 0 ? address : address.substring(0, colon);
    }

    private static String port(String address) {
        int colon = address.indexOf(':', Math.max(0, address.indexOf(']')));
        return colon < 0 ? "" : address.substring(colon + 1);
    }

    private int number(String name, String text, int standard, int least, int most) {
        if (text.isEmpty()) {
            return standard;
        }
        if (text.matches("[0-9]{1,5}")) {
            int number = Integer.parseInt(text);
            if (number >= least && number <= most) {
                return number;
            }
        }
        // Without what was read: an unescaped '@' or '/' may have put a piece of the password there.
        faults.add(name + ": expected a number from " + least + " to " + most);
        return standard;
    }

    private String decode(String name, String text) {
        try {
            return URLDecoder.decode(text.replace("+", "%2B"), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException malformed) {
            faults.add(name + ": malformed percent escape");
            return "?";
        }
    }
}
