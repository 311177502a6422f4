package com.planitai.kpi.engine.formula;

import static com.planitai.kpi.engine.Kpis.COUNT;
import static com.planitai.kpi.engine.Kpis.DURATION;
import static com.planitai.kpi.engine.Kpis.JPY;
import static com.planitai.kpi.engine.Kpis.KRW;
import static com.planitai.kpi.engine.Kpis.NUMBER;
import static com.planitai.kpi.engine.Kpis.PERCENT;
import static com.planitai.kpi.engine.Kpis.formula;
import static com.planitai.kpi.engine.Kpis.input;
import static org.assertj.core.api.Assertions.assertThat;

import com.planitai.kpi.engine.Kpis;
import com.planitai.kpi.engine.model.KpiCode;
import com.planitai.kpi.engine.model.KpiGraph;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class FormulaCheckerTest {
    private static final KpiGraph GRAPH = Kpis.graph(
            input("orders", COUNT),
            input("visits", COUNT),
            input("price", KRW),
            input("fee", JPY),
            input("seconds", DURATION),
            formula("revenue", KRW, "orders * price"),
            formula("conversion", PERCENT, "orders / visits"));

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "'' | FORMULA_EMPTY",
                "orders # visits | UNEXPECTED_CHARACTER",
                "orders + 1e999 | INVALID_NUMBER",
                "orders + 2x | INVALID_NUMBER",
                "orders + * visits | UNEXPECTED_TOKEN",
                "orders visits | UNEXPECTED_TOKEN",
                "(orders | UNEXPECTED_END",
                "1 < orders < 3 | CHAINED_COMPARISON",
                "sun(orders) | UNKNOWN_FUNCTION",
                "rolling_sum(orders) | ARGUMENT_COUNT",
                "rolling_avg(orders, visits) | INVALID_ARGUMENT",
                "same_period_last_year() | ARGUMENT_COUNT",
                "to_date(orders, DAY) | INVALID_ARGUMENT",
                "to_date(orders, 3) | INVALID_ARGUMENT",
                "to_date(orders / visits, YEAR) | ARGUMENT_NOT_KPI",
                "share_of(orders, region) | SHARE_NOT_CARRIED",
                "share_of(orders + 1, region) | ARGUMENT_NOT_KPI",
                "share_of(orders, 'region') | UNEXPECTED_CHARACTER",
                "share_of(orders, region, 2) | ARGUMENT_COUNT",
                "if(orders, 1) | ARGUMENT_COUNT",
                "abs() | ARGUMENT_COUNT",
                "prev(orders, 0) | INVALID_ARGUMENT",
                "prev(orders, 1.5) | INVALID_ARGUMENT",
                "prev(orders, visits) | INVALID_ARGUMENT",
                "prev(orders, 1001) | INVALID_ARGUMENT",
                "order | UNKNOWN_KPI",
                "price + orders | UNIT_CLASH",
                "price + fee | UNIT_CLASH",
                "price < fee | UNIT_CLASH",
                "max(price, orders) | UNIT_CLASH",
                "if(orders > 1, price, fee) | UNIT_CLASH",
                "coalesce(price, fee) | UNIT_CLASH",
                "ln(price) | UNIT_NOT_DIMENSIONLESS",
                "2 ^ price | UNIT_NOT_DIMENSIONLESS",
                "price ^ orders | EXPONENT_NOT_LITERAL"
            })
    void namesTheFault(String formula, String code) {
        var check = check(formula);
        assertThat(check.valid()).isFalse();
        assertThat(check.faults()).extracting(FormulaFault::code).contains(code);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "orders * price | KRW",
                "price / orders | KRW",
                "orders / visits | NUMBER",
                "orders + visits | COUNT",
                "price + 5 | KRW",
                "price * 2 + 5 | KRW",
                "price / seconds | KRW/DURATION",
                "price / price | NUMBER",
                "sqrt(price * price) | KRW",
                "if(price > 100, price, 0) | KRW",
                "coalesce(price, 0) | KRW",
                "price ^ 2 / price | KRW",
                "price ^ -1 * price * price | KRW",
                "prev(price, 12) | KRW",
                "fee / price * price | JPY",
                "not orders | NUMBER"
            })
    void derivesTheUnit(String formula, String unit) {
        var check = check(formula);
        assertThat(check.faults()).isEmpty();
        assertThat(check.unit()).hasToString(unit);
    }

    @Test
    void leavesTheUnitOfBareLiteralsAndSquaresOpen() {
        assertThat(check("2 * 3").unit()).isNull();
        assertThat(check("price * price").unit()).isNull();
        assertThat(check("price * price").valid()).isTrue();
    }

    @Test
    void refusesFormulaThatAddsCountToCurrency() {
        var fault = check("price\n  + orders").faults().getFirst();
        assertThat(fault.code()).isEqualTo("UNIT_CLASH");
        assertThat(fault.line()).isEqualTo(2);
        assertThat(fault.column()).isEqualTo(3);
        assertThat(fault.arguments()).containsEntry("left", "KRW").containsEntry("right", "COUNT");
    }

    @Test
    void refusesAFormulaOfAnotherUnitThanItsKpiDeclares() {
        var check = FormulaChecker.check(GRAPH, "orders + visits", new KpiCode("revenue"));
        assertThat(check.faults()).extracting(FormulaFault::code).containsExactly("UNIT_MISMATCH");
        assertThat(check.faults().getFirst().arguments()).containsEntry("declared", "KRW");
    }

    @Test
    void suggestsTheNearestCodeForEveryUnknownName() {
        var faults = check("order + vistis * zzz").faults();
        assertThat(faults).extracting(FormulaFault::code).containsOnly("UNKNOWN_KPI");
        assertThat(faults).extracting(FormulaFault::suggestion).containsExactly("orders", "visits", null);
        assertThat(faults.getFirst().arguments()).containsEntry("code", "order").containsEntry("suggestion", "orders");
        assertThat(faults).extracting(FormulaFault::column).containsExactly(1, 9, 18);
    }

    @Test
    void reportsUnknownNamesBesideAFaultOfGrammar() {
        assertThat(check("order + + vistis").faults())
                .extracting(FormulaFault::code)
                .containsExactly("UNKNOWN_KPI", "UNEXPECTED_TOKEN", "UNKNOWN_KPI");
    }

    @Test
    void takesNamesOfOtherScriptsForUnknownKpis() {
        assertThat(check("매출 / orders").faults())
                .extracting(fault -> fault.arguments().get("code"))
                .containsExactly("매출");
    }

    @Test
    void namesTheWholePathOfACycle() {
        var check = FormulaChecker.check(GRAPH, "revenue / 2", new KpiCode("orders"));
        assertThat(check.faults()).extracting(FormulaFault::code).contains("CYCLE");
        assertThat(check.faults().getFirst().arguments()).containsEntry("path", "orders → revenue → orders");
        var itself = FormulaChecker.check(GRAPH, "prev(revenue) * 2", new KpiCode("revenue"));
        assertThat(itself.faults().getFirst().arguments()).containsEntry("path", "revenue → revenue");
    }

    @Test
    void listsReferencesInFormulaOrder() {
        assertThat(check("visits + orders + visits").references())
                .containsExactly(new KpiCode("visits"), new KpiCode("orders"));
    }

    @Test
    void acceptsNestingUpToItsLimitAndNoFurther() {
        assertThat(check("(".repeat(64) + "orders" + ")".repeat(64)).valid()).isTrue();
        assertThat(check("(".repeat(65) + "orders" + ")".repeat(65)).faults())
                .extracting(FormulaFault::code)
                .containsExactly("NESTING_TOO_DEEP");
        assertThat(check("-".repeat(3_000) + "1").faults())
                .extracting(FormulaFault::code)
                .containsExactly("NESTING_TOO_DEEP");
        assertThat(check("1" + "+1".repeat(1_999)).valid()).isTrue();
    }

    @Test
    void refusesTooManyReferencesAndCharacters() {
        assertThat(check("orders" + "+orders".repeat(199)).valid()).isTrue();
        assertThat(check("orders" + "+orders".repeat(200)).faults())
                .extracting(FormulaFault::code)
                .containsExactly("TOO_MANY_REFERENCES");
        assertThat(check("1".repeat(4_001)).faults())
                .extracting(FormulaFault::code)
                .containsExactly("FORMULA_TOO_LONG");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"1 + \u0000", "\ud800", "or", "not", "((", "))", ",", "1e", ".", "prev(", "if(,)", "prev(1,-1)"})
    void survivesOddInput(String formula) {
        assertThat(check(formula).valid()).isFalse();
    }

    @Test
    void neverThrowsOnRandomText() {
        var random = new Random(3);
        var words =
                List.of("orders", "prev(", "(", ")", "+", "^", "-", ",", "1", "2.5", "not ", "if(", "<", " and ", "?");
        for (var i = 0; i < 20_000; i++) {
            var bytes = new byte[random.nextInt(60)];
            random.nextBytes(bytes);
            check(new String(bytes, StandardCharsets.UTF_8));
            var text = new StringBuilder();
            for (var word = random.nextInt(20); word > 0; word--) {
                text.append(words.get(random.nextInt(words.size())));
            }
            var checked = check(text.toString());
            assertThat(checked.valid()).isEqualTo(checked.faults().isEmpty());
        }
    }

    @Test
    void derivesNumberForCountOverCount() {
        assertThat(check("orders / visits").unit()).isEqualTo(NUMBER);
    }

    private static FormulaCheck check(String formula) {
        return FormulaChecker.check(GRAPH, formula, null);
    }
}
