package com.planitai.kpi.server.data;

import static org.assertj.core.api.Assertions.assertThat;

import com.planitai.kpi.engine.unit.Unit;
import com.planitai.kpi.engine.unit.UnitType;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class NumberReaderTest {
    private static final Unit NUMBER = Unit.of(UnitType.NUMBER);
    private static final Unit PERCENT = Unit.of(UnitType.PERCENT);
    private static final Unit YEN = Unit.currency("JPY");
    private static final Unit WON = Unit.currency("KRW");

    @ParameterizedTest
    @CsvSource(
            delimiter = '=',
            value = {
                "1=1",
                "-2.5e3=-2500",
                ".5=0.5",
                "1.=1",
                "+7=7",
                "１２３．５=123.5",
                "▲1,000=-1000",
                "△５=-5",
                "(1,234)=-1234",
                "（500）=-500",
                "−3=-3",
                "1,234,567.89=1234567.89",
                "1 234 567=1234567",
                "1億2,345万=123450000",
                "1.1億=110000000",
                "3천5백만=35000000",
                "2,345만=23450000",
                "1조 2억 3만 4=1000200030004",
                "1,200千=1200000",
                "천만=10000000",
                "５００万=5000000",
                "0.1=0.1",
                "0=0",
                "-0=0",
                "▲ 1億=-100000000"
            })
    void readsWhatPeopleWrite(String text, double expected) {
        assertThat(read(text, NUMBER, false)).isEqualTo(String.valueOf(expected));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "many",
                "",
                "1.2.3.",
                "--1",
                "-(1)",
                "((1))",
                "1 2",
                "万",
                "1万2億",
                "1千2千",
                "1e",
                "1e9999",
                "0x10",
                "NaN",
                "Infinity",
                "1d",
                "1,",
                "²",
                "▲",
                "5%5",
                "1_000"
            })
    void refusesWhatIsNoNumber(String text) {
        assertThat(read(text, NUMBER, false)).isIn("VALUE_NOT_A_NUMBER", "NUMBER_DECIMAL_COMMA");
    }

    @ParameterizedTest
    @ValueSource(strings = {"1,5", "1.234,56", "1.234.567", "12,34", "0,123", "1234,567", ",5"})
    void refusesWhatCanBeReadInTwoWays(String text) {
        assertThat(read(text, NUMBER, false)).isEqualTo("NUMBER_DECIMAL_COMMA");
    }

    @Test
    void doesNotTrustOneCommaWhereDecimalCommasAreUsual() {
        assertThat(read("1,234", NUMBER, true)).isEqualTo("NUMBER_DECIMAL_COMMA");
        assertThat(read("1,234,567", NUMBER, true)).isEqualTo("1234567.0");
        assertThat(read("1,234.5", NUMBER, true)).isEqualTo("1234.5");
    }

    @Test
    void takesPercentAsAFractionOfPercentKpisOnly() {
        assertThat(read("5%", PERCENT, false)).isEqualTo("0.05");
        assertThat(read("▲１２．３４％", PERCENT, false)).isEqualTo("-0.1234");
        assertThat(read("0.05", PERCENT, false)).isEqualTo("0.05");
        assertThat(read("5%", NUMBER, false)).isEqualTo("PERCENT_OF_OTHER_UNIT");
    }

    @Test
    void takesACurrencyThatIsTheKpis() {
        assertThat(read("¥1,234", YEN, false)).isEqualTo("1234.0");
        assertThat(read("-￥1万", YEN, false)).isEqualTo("-10000.0");
        assertThat(read("1億円", YEN, false)).isEqualTo("1.0E8");
        assertThat(read("(¥500)", YEN, false)).isEqualTo("-500.0");
        assertThat(read("1,000 JPY", YEN, false)).isEqualTo("1000.0");
        assertThat(read("₩3천만", WON, false)).isEqualTo("3.0E7");
        assertThat(read("500원", WON, false)).isEqualTo("500.0");
        assertThat(read("$5", Unit.currency("USD"), false)).isEqualTo("5.0");
        assertThat(read("$5", WON, false)).isEqualTo("CURRENCY_OF_OTHER_UNIT");
        assertThat(read("500円", WON, false)).isEqualTo("CURRENCY_OF_OTHER_UNIT");
        assertThat(read("500円", NUMBER, false)).isEqualTo("CURRENCY_OF_OTHER_UNIT");
    }

    @Test
    void takesTheWordThatTheKpiCountsIn() {
        var orders = new Unit(UnitType.COUNT, null, "件", null);
        assertThat(read("1,234件", orders, false)).isEqualTo("1234.0");
        assertThat(read("1,234명", orders, false)).isEqualTo("VALUE_NOT_A_NUMBER");
    }

    @Test
    void readsInTimeThatGrowsWithTheText() {
        assertThat(read("1".repeat(NumberReader.MAX_CHARACTERS + 1) + "万", NUMBER, false))
                .isEqualTo("VALUE_NOT_A_NUMBER");
    }

    private static String read(String text, @Nullable Unit unit, boolean decimalCommas) {
        List<CellFault> faults = new ArrayList<>();
        Double value = NumberReader.read(text, unit, decimalCommas, faults);
        return value == null ? faults.getFirst().code() : value.toString();
    }
}
