package com.planitai.kpi.server.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.JsonProcessingException;
import org.junit.jupiter.api.Test;

final class JsonTest {
    private static final int LONGER_THAN_THE_READERS_OWN_LIMIT = 4 * 1024 * 1024;

    @Test
    void readsYamlAsLongAsWeTakeIt() throws JsonProcessingException {
        String line = "- " + "x".repeat(1021) + "\n";

        assertThat(Json.YAML.readTree(line.repeat(LONGER_THAN_THE_READERS_OWN_LIMIT / line.length())))
                .hasSize(4096);
    }

    @Test
    void refusesSecondYamlDocumentInsteadOfDroppingIt() {
        assertThatThrownBy(() -> Json.YAML.readTree("kpis: []\n---\nkpis: []\n"))
                .isInstanceOf(JsonProcessingException.class);
    }
}
