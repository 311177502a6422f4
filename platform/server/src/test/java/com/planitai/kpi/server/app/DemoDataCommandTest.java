package com.planitai.kpi.server.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DemoDataCommandTest {
    @Test
    void takesTheAddressOfAServer() {
        assertThat(DemoDataCommand.address("http://nginx")).isEqualTo("http://nginx");
        assertThat(DemoDataCommand.address("https://kpi.example.com:8443/")).isEqualTo("https://kpi.example.com:8443");
        assertThat(DemoDataCommand.address("http://[::1]:8000")).isEqualTo("http://[::1]:8000");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "nginx:80",
                "ftp://nginx",
                "http://",
                "http://me:secret@nginx",
                "http://nginx/api",
                "http://nginx?x",
                "http://nginx#x",
                "http://a b"
            })
    void refusesEverythingElse(String text) {
        assertThatExceptionOfType(StartFailure.class)
                .isThrownBy(() -> DemoDataCommand.address(text))
                .withMessageStartingWith("--url: expected http[s]://host[:port]");
    }

    @Test
    void doesNotPrintAChosenPassword() {
        DemoPassword password = DemoPassword.of(Map.of("DEMO_PASSWORD", "hunter2-hunter2"));

        assertThat(password.chosen()).isTrue();
        assertThat(password).hasToString("***");
    }
}
