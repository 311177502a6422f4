package com.planitai.kpi.engine.time;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.nio.charset.StandardCharsets;

class PeriodFuzzTest {
    @FuzzTest
    void readsOnlyWhatItWouldWrite(byte[] data) {
        var text = new String(data, StandardCharsets.UTF_8);
        Period.parse(text).ifPresent(period -> assertThat(period).hasToString(text));
    }
}
