package com.planitai.kpi.server.listener;

import io.helidon.http.HeaderNames;
import io.helidon.webserver.http.ServerRequest;
import java.net.Inet4Address;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;

/**
 * Where a request comes from, as counters need it: an IPv4 address, or the first 64 bits of an IPv6 address, since a
 * subscriber has all the rest to choose from.
 */
final class ClientAddress {
    private static final int MAX_LITERAL_CHARACTERS = 45;
    private static final int PREFIX_BYTES = 8;
    private static final String UNKNOWN = "unknown";

    private final int trustedHops;

    /** @param trustedHops reverse proxies in front of this server, each of which appends the address it was called from */
    ClientAddress(int trustedHops) {
        this.trustedHops = trustedHops;
    }

    String of(ServerRequest request) {
        return of(
                request.remotePeer().address(),
                request.headers().contains(HeaderNames.X_FORWARDED_FOR)
                        ? request.headers().get(HeaderNames.X_FORWARDED_FOR).allValues()
                        : List.of());
    }

    /** What the caller himself wrote stands to the left of what the proxies appended, and counts for nothing. */
    String of(SocketAddress peer, List<String> forwardedFor) {
        List<String> hops = forwardedFor.stream()
                .flatMap(line -> Arrays.stream(line.split(",", -1)))
                .map(String::strip)
                .toList();
        // A request that skips the first proxies, as one for a customer's own host does, has the address from the last
        // one.
        int fromTheRight = hops.size() < trustedHops ? 1 : trustedHops;
        Optional<InetAddress> forwarded =
                trustedHops == 0 || hops.isEmpty() ? Optional.empty() : literal(hops.get(hops.size() - fromTheRight));
        return forwarded
                .or(() -> peer instanceof InetSocketAddress internet
                        ? Optional.ofNullable(internet.getAddress())
                        : Optional.empty())
                .map(ClientAddress::counted)
                .orElse(UNKNOWN);
    }

    private static Optional<InetAddress> literal(String hop) {
        String text = withoutPort(hop);
        // A scope ('%') names an interface of this machine and is none of a caller's business.
        if (text.length() > MAX_LITERAL_CHARACTERS || text.contains("%")) {
            return Optional.empty();
        }
        try {
            return Optional.of(InetAddress.ofLiteral(text));
        } catch (IllegalArgumentException noAddress) {
            return Optional.empty();
        }
    }

    private static String withoutPort(String hop) {
        if (hop.startsWith("[")) {
            int end = hop.indexOf(']');
            return end < 0 ? hop : hop.substring(1, end);
        }
        int colon = hop.indexOf(':');
        return colon >= 0 && colon == hop.lastIndexOf(':') ? hop.substring(0, colon) : hop;
    }

    private static String counted(InetAddress address) {
        return switch (address) {
            case Inet4Address four -> four.getHostAddress();
            case Inet6Address six ->
                HexFormat.of().formatHex(six.getAddress(), 0, PREFIX_BYTES).replaceAll("(.{4})(?=.)", "$1:") + "::";
            default -> UNKNOWN;
        };
    }
}
