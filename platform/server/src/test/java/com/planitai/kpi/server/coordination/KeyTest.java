package com.planitai.kpi.server.coordination;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import com.planitai.kpi.tenancy.TenantId;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class KeyTest {
    @Test
    void beginsWithTheTenantWhereThereIsOne() {
        UUID tenant = new UUID(1, 2);

        assertThat(Key.ofTenant(new TenantId(tenant), "rate", "all").text()).isEqualTo("kpi:" + tenant + ":rate:all");
        assertThat(Key.of("rate", "2001:db8::").text()).isEqualTo("kpi:rate:2001:db8::");
    }

    @ParameterizedTest
    @ValueSource(strings = {"two words", "line\r\nFLUSHALL", "ü", "{slot}"})
    void refusesWhatIsNoName(String name) {
        assertThatIllegalArgumentException().isThrownBy(() -> Key.of("test", name));
    }

    @Test
    void refusesALongName() {
        assertThatIllegalArgumentException().isThrownBy(() -> Key.of("test", "x".repeat(Key.MAX_CHARACTERS)));
    }
}
