package com.planitai.kpi.server.listener;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetSocketAddress;
import java.net.UnixDomainSocketAddress;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ClientAddressTest {
    private static final InetSocketAddress PROXY = new InetSocketAddress("10.0.0.1", 40_000);

    @Test
    void believesNobodyWithoutAProxy() {
        assertThat(new ClientAddress(0).of(PROXY, List.of("192.0.2.7"))).isEqualTo("10.0.0.1");
    }

    @Test
    void takesWhatTheOutermostTrustedProxyAppended() {
        List<String> forwarded = List.of("6.6.6.6, 192.0.2.7", " 198.51.100.3 ");

        assertThat(new ClientAddress(1).of(PROXY, forwarded)).isEqualTo("198.51.100.3");
        assertThat(new ClientAddress(2).of(PROXY, forwarded)).isEqualTo("192.0.2.7");
    }

    @Test
    void takesWhatTheLastProxyAppendedToARequestThatSkippedTheFirst() {
        assertThat(new ClientAddress(2).of(PROXY, List.of("192.0.2.7"))).isEqualTo("192.0.2.7");
        assertThat(new ClientAddress(3).of(PROXY, List.of("6.6.6.6, 192.0.2.7")))
                .isEqualTo("192.0.2.7");
    }

    @Test
    void takesThePeerOfARequestThatCameAroundTheProxies() {
        assertThat(new ClientAddress(1).of(PROXY, List.of())).isEqualTo("10.0.0.1");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "unknown", "localhost", "1.2.3.4.5", "fe80::1%eth0", "[::1", "1.2.3.4 FLUSHALL", "_hidden"})
    void takesThePeerWhereNoAddressWasForwarded(String hop) {
        assertThat(new ClientAddress(1).of(PROXY, List.of("192.0.2.7, " + hop))).isEqualTo("10.0.0.1");
    }

    @ParameterizedTest
    @CsvSource({
        "192.0.2.7:4711, 192.0.2.7",
        "2001:db8:1:2:3:4:5:6, 2001:0db8:0001:0002::",
        "2001:db8:1:2::9, 2001:0db8:0001:0002::",
        "[2001:db8::1]:443, 2001:0db8:0000:0000::",
        "::ffff:192.0.2.7, 192.0.2.7",
    })
    void countsASubscriberAsOne(String hop, String counted) {
        assertThat(new ClientAddress(1).of(PROXY, List.of(hop))).isEqualTo(counted);
    }

    @Test
    void hasAWordForAPeerWithoutAnAddress() {
        assertThat(new ClientAddress(0).of(UnixDomainSocketAddress.of("socket"), List.of()))
                .isEqualTo("unknown");
    }
}
