package com.planitai.kpi.server.coordination;

import static org.assertj.core.api.Assertions.assertThat;

import com.planitai.kpi.server.coordination.RedisSettings.Parsed;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RedisUrlTest {
    @Test
    void readsEveryPart() {
        assertThat(RedisSettings.parse("rediss://kpi:p%40ss@cache.example.com:6380/3"))
                .isEqualTo(new Parsed.Accepted(new RedisSettings("cache.example.com", 6380, "kpi", "p@ss", 3, true)));
        assertThat(RedisSettings.parse("redis://localhost"))
                .isEqualTo(new Parsed.Accepted(new RedisSettings("localhost", 6379, null, null, 0, false)));
        assertThat(RedisSettings.parse(" redis://:secret@redis/ "))
                .isEqualTo(new Parsed.Accepted(new RedisSettings("redis", 6379, null, "secret", 0, false)));
        assertThat(RedisSettings.parse("redis://[::1]:7000"))
                .isEqualTo(new Parsed.Accepted(new RedisSettings("::1", 7000, null, null, 0, false)));
        assertThat(RedisSettings.parse("redis://u:p@ss/w+rd@host"))
                .isEqualTo(new Parsed.Accepted(new RedisSettings("host", 6379, "u", "p@ss/w+rd", 0, false)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"http://redis", "redis", "redis:", "//redis", "REDIS://redis", ""})
    void refusesWhatIsNoRedisUrl(String url) {
        assertThat(RedisSettings.parse(url)).isInstanceOf(Parsed.Refused.class);
    }

    @Test
    void tellsAllFaultsWithoutTheSecret() {
        Parsed parsed = RedisSettings.parse("redis://kpi:hunter2%zz@:99999/x");

        assertThat(parsed)
                .isInstanceOfSatisfying(
                        Parsed.Refused.class,
                        refused -> assertThat(refused.faults())
                                .hasSize(4)
                                .noneMatch(fault -> fault.contains("hunter2"))
                                .anyMatch(fault -> fault.startsWith("port: "))
                                .anyMatch(fault -> fault.startsWith("database: "))
                                .anyMatch(fault -> fault.startsWith("password: "))
                                .anyMatch(fault -> fault.startsWith("host: ")));
    }

    @ParameterizedTest
    @ValueSource(strings = {"redis://hunter2@host", "redis://hunter2:@host"})
    void asksForAPasswordBesideAUser(String url) {
        assertThat(RedisSettings.parse(url))
                .isInstanceOfSatisfying(
                        Parsed.Refused.class,
                        refused -> assertThat(refused.faults())
                                .singleElement()
                                .asString()
                                .startsWith("password: missing")
                                .doesNotContain("hunter2"));
    }

    @ParameterizedTest
    @CsvSource({
        "redis://kpi:hunter2@host, redis://kpi:***@host:6379/0",
        "rediss://:hunter2@[::1]:7000/2, rediss://:***@[::1]:7000/2",
        "redis://host, redis://host:6379/0",
    })
    void showsAllButThePassword(String url, String shown) {
        assertThat(((Parsed.Accepted) RedisSettings.parse(url)).settings()).hasToString(shown);
    }
}
