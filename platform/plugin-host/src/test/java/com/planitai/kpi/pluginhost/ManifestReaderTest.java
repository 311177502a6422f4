package com.planitai.kpi.pluginhost;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class ManifestReaderTest {

    @Test
    void listsAllFaultsAtOnce() {
        List<PluginFault> faults = refused("""
                {"id": "Not An Id", "version": "1", "name": {"ko": "이름"}, "provider": "", "spi": "newest", "author": "x",
                 "extensions": [{"type": "exporter", "id": "a", "name": "A", "class": "x"}, 7]}
                """);
        assertThat(faults)
                .extracting(fault -> fault.code() + " " + fault.arguments().get("pointer"))
                .containsExactlyInAnyOrder(
                        "MANIFEST_FIELD_UNKNOWN /author",
                        "MANIFEST_FIELD_INVALID /id",
                        "MANIFEST_FIELD_INVALID /version",
                        "MANIFEST_FIELD_INVALID /name",
                        "MANIFEST_FIELD_MISSING /description",
                        "MANIFEST_FIELD_INVALID /provider",
                        "MANIFEST_FIELD_INVALID /spi",
                        "MANIFEST_FIELD_UNKNOWN /extensions/0/class",
                        "MANIFEST_FIELD_INVALID /extensions/0/type",
                        "MANIFEST_FIELD_INVALID /extensions/1");
    }

    @Test
    void refusesWhatIsNotJsonObject() {
        for (String text : List.of("", "[]", "7", "{\"id\":", "{\"id\": 1, \"id\": 2}", "[".repeat(100_000))) {
            assertThat(refused(text)).isNotEmpty();
        }
    }

    @Test
    void readsRangesOfVersions() {
        var version = SemanticVersion.parse("0.1.0").orElseThrow();
        assertThat(List.of(">=0.1.0 <0.2.0", "0.1.0", "=0.1.0", "<=0.1.0", ">0.0.9"))
                .allMatch(range -> SpiRange.parse(range).orElseThrow().admits(version));
        assertThat(List.of("<0.1.0", ">0.1.0", ">=0.2.0 <0.3.0", "1.0.0"))
                .noneMatch(range -> SpiRange.parse(range).orElseThrow().admits(version));
        assertThat(List.of("", "*", "^0.1.0", ">= 0.1.0", "0.1", "99999999999.0.0"))
                .allMatch(range -> SpiRange.parse(range).isEmpty());
    }

    private static List<PluginFault> refused(String text) {
        return switch (ManifestReader.read(text)) {
            case ManifestReader.Result.Refused refused -> refused.faults();
            case ManifestReader.Result.Read read -> throw new AssertionError("expected faults, was " + read);
        };
    }
}
