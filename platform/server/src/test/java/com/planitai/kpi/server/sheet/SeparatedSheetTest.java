package com.planitai.kpi.server.sheet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class SeparatedSheetTest {
    private static final String JAPANESE = "期間,売上,ｶﾅ\n2026-01,▲１億２，３４５万,ﾃｽﾄ\n";
    private static final String KOREAN = "기간,매출\n2026-01,△1억2천만 원\n";

    @Test
    void findsOutTheEncoding() throws IOException {
        Map<String, String> texts = Map.of("Shift_JIS", JAPANESE, "x-windows-949", KOREAN);
        for (var text : texts.entrySet()) {
            for (Charset charset : List.of(Charset.forName(text.getKey()), StandardCharsets.UTF_8)) {
                assertThat(joined(text.getValue().getBytes(charset), null))
                        .as("%s", charset)
                        .isEqualTo(text.getValue());
            }
            assertThat(joined(("\uFEFF" + text.getValue()).getBytes(StandardCharsets.UTF_8), null))
                    .isEqualTo(text.getValue());
            assertThat(joined(("\uFEFF" + text.getValue()).getBytes(StandardCharsets.UTF_16LE), null))
                    .isEqualTo(text.getValue());
            assertThat(joined(("\uFEFF" + text.getValue()).getBytes(StandardCharsets.UTF_16BE), null))
                    .isEqualTo(text.getValue());
        }
    }

    @Test
    void decidesWithTheFirstByteThatMatters() throws IOException {
        String long1 = "a,b\n".repeat(TextReader.WINDOW_BYTES) + KOREAN;
        for (int shift = 0; shift < 4; shift++) {
            String text = "c".repeat(shift) + long1 + KOREAN.repeat(10_000);
            assertThat(joined(text.getBytes(Charset.forName("x-windows-949")), null))
                    .isEqualTo(text);
            assertThat(joined(text.getBytes(StandardCharsets.UTF_8), null)).isEqualTo(text);
        }
    }

    @Test
    void takesTheEncodingThatTheSenderNames() throws IOException {
        // Half-width kana alone look like Hangul.
        String text = "ｳﾘｱｹﾞ,1\n";
        byte[] bytes = text.getBytes(Charset.forName("windows-31j"));

        assertThat(joined(bytes, TextEncoding.ofName("Shift_JIS").orElseThrow()))
                .isEqualTo(text);
        assertThat(TextEncoding.ofName("EUC-KR")).hasValue(TextEncoding.CP949);
        assertThat(TextEncoding.ofName("iso-8859-1")).isEmpty();
    }

    @Test
    void marksBytesThatAreNoTextWhereTheyStand() throws IOException {
        var bytes = new ByteArrayOutputStream();
        bytes.writeBytes("매출,b\n1,".getBytes(StandardCharsets.UTF_8));
        bytes.writeBytes(new byte[] {(byte) 0xC3, (byte) 0x28, 0});
        bytes.writeBytes("\n2,good\n3,cut".getBytes(StandardCharsets.UTF_8));
        bytes.write(0xEB);

        assertThat(joined(bytes.toByteArray(), TextEncoding.UTF_8))
                .isEqualTo("매출,b\n1," + Sheet.DAMAGE + "(\uFFFD\n2,good\n3,cut" + Sheet.DAMAGE + "\n");
    }

    @Test
    void saysWhereAQuoteStaysOpenAndWhichFieldIsTooLong() {
        String tooLong = "a,b\n1,\"" + "x".repeat(SeparatedSheet.MAX_FIELD_CHARACTERS + 1) + "\"\n";

        assertThatExceptionOfType(UnreadableSheetException.class)
                .isThrownBy(() -> joined("a,b\n1,2\n3,\"4\n".getBytes(StandardCharsets.UTF_8), null))
                .satisfies(
                        refusal -> assertThat(refusal.code() + refusal.line()).isEqualTo("QUOTES_NOT_CLOSED3"));
        assertThatExceptionOfType(UnreadableSheetException.class)
                .isThrownBy(() -> joined(tooLong.getBytes(StandardCharsets.UTF_8), null))
                .satisfies(refusal -> assertThat(refusal.code()).isEqualTo("FIELD_TOO_LONG"));
    }

    private static String joined(byte[] bytes, @Nullable TextEncoding encoding) throws IOException {
        var text = new StringBuilder();
        try (Sheet sheet = Sheet.open(SheetFormat.CSV, () -> new ByteArrayInputStream(bytes), encoding)) {
            while (sheet.next()) {
                List<String> fields = new ArrayList<>();
                for (int index = 0; index < sheet.size(); index++) {
                    fields.add(sheet.field(index));
                }
                text.append(String.join(",", fields)).append('\n');
            }
        }
        return text.toString();
    }
}
