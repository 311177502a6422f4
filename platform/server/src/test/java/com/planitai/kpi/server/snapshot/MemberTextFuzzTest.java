package com.planitai.kpi.server.snapshot;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.nio.charset.StandardCharsets;

class MemberTextFuzzTest {
    @FuzzTest
    void readsWhatItWritesAndRefusesAllElse(byte[] data) {
        var text = new String(data, StandardCharsets.UTF_8);
        try {
            var members = MemberText.read(text);
            assertThat(MemberText.read(MemberText.write(members))).isEqualTo(members);
        } catch (IllegalArgumentException refused) {
            assertThat(refused).hasMessageStartingWith("expected dimension=member pairs");
        }
    }
}
