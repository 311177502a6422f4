package com.planitai.kpi.server.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.nio.charset.StandardCharsets;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class JsonBytesTest {
    private static final int CASES = 200_000;

    @Test
    void separatesFieldsAndElements() {
        JsonBytes json = new JsonBytes(0)
                .beginObject()
                .field(JsonBytes.name("a"))
                .beginArray()
                .number(1)
                .number(-2.5)
                .missing()
                .flag(true)
                .beginObject()
                .endObject()
                .endArray()
                .encoded("\"b\":{\"c\":[]}".getBytes(StandardCharsets.UTF_8))
                .field(JsonBytes.name("d"))
                .text("e")
                .endObject();
        assertThat(text(json)).isEqualTo("{\"a\":[1,-2.5,null,true,{}],\"b\":{\"c\":[]},\"d\":\"e\"}");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "plain", "\"\\\b\n\u0001", "매출", "売上", "😀", "~\u007f\u0080"})
    void writesTextAsTheMapperDoes(String text) throws Exception {
        byte[] json =
                new JsonBytes(0).beginArray().text(text).text(text).endArray().toByteArray();
        assertThat(Json.MAPPER.readValue(json, String[].class)).containsExactly(text, text);
        assertThat(new String(json, StandardCharsets.UTF_8)).isEqualTo(Json.text(new String[] {text, text}));
    }

    @ParameterizedTest
    @ValueSource(
            doubles = {
                0,
                -0.0,
                1,
                -1,
                0.1,
                0.001,
                0.0009,
                0.009,
                9_999_999,
                9_999_999.999,
                1e7,
                123.45,
                100,
                1.005,
                0.30000000000000004,
                Double.MIN_VALUE,
                Double.MAX_VALUE,
                4_503_599_627_370_498d
            })
    void writesANumberAsJavaDoes(double number) {
        assertThat(text(new JsonBytes(0).number(number))).isEqualTo(Double.toString(number));
    }

    @Test
    void writesAnyNumberAsJavaDoes() {
        Random random = new Random(7);
        for (int index = 0; index < CASES; index++) {
            double any = Double.longBitsToDouble(random.nextLong());
            double decimal = BigDecimal.valueOf(random.nextDouble(-2e7, 2e7))
                    .setScale(random.nextInt(6), RoundingMode.HALF_EVEN)
                    .doubleValue();
            double beside = Math.nextUp(decimal);
            for (double number : new double[] {any, decimal, beside}) {
                if (Double.isFinite(number)) {
                    assertThat(text(new JsonBytes(0).number(number))).isEqualTo(Double.toString(number));
                }
            }
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 9, 10, -10, Integer.MAX_VALUE, Integer.MIN_VALUE})
    void writesAWholeNumber(int number) {
        assertThat(text(new JsonBytes(0).number(number))).isEqualTo(Integer.toString(number));
    }

    @ParameterizedTest
    @ValueSource(doubles = {Double.NaN, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY})
    void refusesWhatJsonLacks(double number) {
        assertThatThrownBy(() -> new JsonBytes(0).number(number))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("finite");
    }

    private static String text(JsonBytes json) {
        return new String(json.toByteArray(), StandardCharsets.UTF_8);
    }
}
