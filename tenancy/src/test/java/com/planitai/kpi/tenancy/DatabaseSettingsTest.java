package com.planitai.kpi.tenancy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.planitai.kpi.tenancy.DatabaseSettings.Parsed;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DatabaseSettingsTest {
    @Test
    void readsEveryPart() {
        assertThat(accepted("postgresql://anna:s%40cret%2F1@db.example:6543/kpi?sslmode=require&connect_timeout=3"))
                .isEqualTo(new DatabaseSettings(
                        "db.example",
                        6543,
                        "kpi",
                        "anna",
                        "s@cret/1",
                        Map.of("sslmode", "require", "connect_timeout", "3")));
    }

    @Test
    void knowsTheDefaultPortAndNeedsNoPassword() {
        assertThat(accepted("postgres://anna@db/kpi"))
                .isEqualTo(new DatabaseSettings("db", 5432, "kpi", "anna", null, Map.of()));
    }

    @Test
    void readsAnAddressInBrackets() {
        DatabaseSettings settings = accepted("postgresql://anna@[::1]:6543/kpi");

        assertThat(settings.host()).isEqualTo("::1");
        assertThat(settings).hasToString("postgresql://anna@[::1]:6543/kpi");
    }

    @Test
    void toleratesAnUnescapedSeparatorInThePassword() {
        assertThat(accepted("postgresql://anna:a+b@c/d@db/kpi").password()).isEqualTo("a+b@c/d");
    }

    @Test
    void reportsAllFaultsAtOnceWithoutThePassword() {
        assertThat(DatabaseSettings.parse("mysql://:hidden@:99999/?sslmode=&colour=red"))
                .isInstanceOfSatisfying(
                        Parsed.Refused.class,
                        refused -> assertThat(refused.faults())
                                .hasSize(7)
                                .noneMatch(fault -> fault.contains("hidden"))
                                .anyMatch(fault -> fault.startsWith("scheme: expected postgresql, got 'mysql'"))
                                .anyMatch(fault -> fault.startsWith("port: expected 1 to 65535, got '99999'"))
                                .anyMatch(fault -> fault.startsWith("parameter 'sslmode': expected a value"))
                                .anyMatch(fault -> fault.startsWith("parameter 'colour': not supported"))
                                .anyMatch(fault -> fault.startsWith("user: missing"))
                                .anyMatch(fault -> fault.startsWith("host: missing"))
                                .anyMatch(fault -> fault.startsWith("database: missing")));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "kpi", "localhost:5432/kpi", "postgresql://", "postgresql://u:%zz@h/d", "postgresql://u@h:/d"
            })
    void refusesWhatIsNoUrl(String text) {
        assertThat(DatabaseSettings.parse(text)).isInstanceOf(Parsed.Refused.class);
    }

    @Test
    void neverPrintsThePassword() {
        DatabaseSettings settings = accepted("postgresql://anna:hidden@db/kpi");

        assertThat(settings).hasToString("postgresql://anna:***@db:5432/kpi");
        assertThat(new Parsed.Accepted(settings).toString()).doesNotContain("hidden");
    }

    @Test
    void guardsItself() {
        assertThatThrownBy(() -> new DatabaseSettings("db", 0, "kpi", "anna", null, Map.of()))
                .hasMessage("port: expected 1 to 65535, got 0");
    }

    private static DatabaseSettings accepted(String url) {
        return switch (DatabaseSettings.parse(url)) {
            case Parsed.Accepted(DatabaseSettings settings) -> settings;
            case Parsed.Refused(var faults) -> throw new AssertionError(faults);
        };
    }
}
