package com.planitai.kpi.server.files;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.planitai.kpi.tenancy.TenantId;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ObjectKeyTest {
    private static final TenantId TENANT = new TenantId(new UUID(0, 1));

    @Test
    void beginsWithTheTenant() {
        assertThat(new ObjectKey(TENANT, "imports/one.csv"))
                .hasToString("00000000-0000-0000-0000-000000000001/imports/one.csv");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "../x", "a/../b", "/a", "a/", "a//b", "a\\b", "A", ".hidden", "a\n", "a b", "a?b", "é"})
    void refusesPathsThatLeaveTheTenantOrMeanAnotherThingElsewhere(String path) {
        assertThatThrownBy(() -> new ObjectKey(TENANT, path))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("expected folders and a name");
    }

    @Test
    void refusesPathsThatNoStoreTakes() {
        assertThat(new ObjectKey(TENANT, "a".repeat(ObjectKey.MAX_PATH_CHARACTERS)).path())
                .hasSize(ObjectKey.MAX_PATH_CHARACTERS);
        assertThatThrownBy(() -> new ObjectKey(TENANT, "a".repeat(ObjectKey.MAX_PATH_CHARACTERS + 1)))
                .hasMessageContaining("at most " + ObjectKey.MAX_PATH_CHARACTERS);
    }
}
