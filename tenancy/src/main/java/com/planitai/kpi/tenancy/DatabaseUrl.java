package com.planitai.kpi.tenancy;

import com.planitai.kpi.tenancy.DatabaseSettings.Parsed;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Takes a database URL apart by hand, because {@code java.net.URI} stops at the first fault and quotes the password. */
final class DatabaseUrl {
    private static final String FORM = "postgresql://user[:password]@host[:port]/database";
    private static final Set<String> SCHEMES = Set.of("postgresql", "postgres");
    private static final String SUPPORTED = String.join(", ", new TreeSet<>(DatabaseSettings.PARAMETERS.keySet()));

    private final String url;
    private final List<String> faults = new ArrayList<>();

    DatabaseUrl(String url) {
        this.url = url.strip();
    }

    Parsed parse() {
        int schemeEnd = url.indexOf("://");
        if (schemeEnd < 0) {
            return new Parsed.Refused(List.of("database URL: expected " + FORM));
        }
        if (!SCHEMES.contains(url.substring(0, schemeEnd))) {
            faults.add("scheme: expected postgresql, got '" + url.substring(0, schemeEnd) + "'");
        }
        String rest = url.substring(schemeEnd + 3);
        int question = rest.lastIndexOf('?');
        String query = question < 0 ? "" : rest.substring(question + 1);
        String main = question < 0 ? rest : rest.substring(0, question);
        // The last '@' and the first '/' behind it, so that an unescaped one in the password does no harm.
        int at = main.lastIndexOf('@');
        int slash = main.indexOf('/', at + 1);
        String database = decode("database", slash < 0 ? "" : main.substring(slash + 1));
        String user = at < 0 ? "" : user(main.substring(0, at));
        String password = at < 0 ? null : password(main.substring(0, at));
        String address = main.substring(at + 1, slash < 0 ? main.length() : slash);
        String host = host(address);
        int port = port(address);
        Map<String, String> parameters = parameters(query);
        requireText("user", user);
        requireText("host", host);
        requireText("database", database);
        if (!faults.isEmpty()) {
            return new Parsed.Refused(faults);
        }
        return new Parsed.Accepted(new DatabaseSettings(host, port, database, user, password, parameters));
    }

    private String user(String userInfo) {
        int colon = userInfo.indexOf(':');
        return decode("user", colon < 0 ? userInfo : userInfo.substring(0, colon));
    }

    private @Nullable String password(String userInfo) {
        int colon = userInfo.indexOf(':');
        return colon < 0 ? null : decode("password", userInfo.substring(colon + 1));
    }

    private static String host(String address) {
        if (address.startsWith("[")) {
            int end = address.indexOf(']');
            return end < 0 ? "" : address.substring(1, end);
        }
        int colon = address.indexOf(':');
        return colon < 0 ? address : address.substring(0, colon);
    }

    private int port(String address) {
        int colon = address.indexOf(':', Math.max(0, address.indexOf(']')));
        if (colon < 0) {
            return DatabaseSettings.DEFAULT_PORT;
        }
        String text = address.substring(colon + 1);
        if (text.matches("[0-9]{1,5}")) {
            int port = Integer.parseInt(text);
            if (port >= 1 && port <= DatabaseSettings.PORT_LIMIT) {
                return port;
            }
        }
        faults.add("port: expected 1 to " + DatabaseSettings.PORT_LIMIT + ", got '" + text + "'");
        return DatabaseSettings.DEFAULT_PORT;
    }

    private Map<String, String> parameters(String query) {
        var parameters = new TreeMap<String, String>();
        for (String pair : query.isEmpty() ? new String[0] : query.split("&", -1)) {
            int equals = pair.indexOf('=');
            String name = equals < 0 ? pair : pair.substring(0, equals);
            if (!DatabaseSettings.PARAMETERS.containsKey(name)) {
                faults.add("parameter '" + name + "': not supported; supported are " + SUPPORTED);
            } else if (equals < 0 || equals == pair.length() - 1) {
                faults.add("parameter '" + name + "': expected a value");
            } else {
                parameters.put(name, decode(name, pair.substring(equals + 1)));
            }
        }
        return parameters;
    }

    private void requireText(String name, String value) {
        if (value.isBlank()) {
            faults.add(name + ": missing; expected " + FORM);
        }
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
