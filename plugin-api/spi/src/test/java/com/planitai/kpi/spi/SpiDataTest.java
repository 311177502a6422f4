package com.planitai.kpi.spi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigDecimal;
import java.time.YearMonth;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class SpiDataTest {

    @Test
    void fallsBackToEnglishWhereLanguageIsAbsent() {
        var text = LocalizedText.of("Revenue", "매출", "売上");
        assertThat(List.of(text.in("en"), text.in("ko"), text.in("ja"), text.in("fr")))
                .containsExactly("Revenue", "매출", "売上", "Revenue");
        assertThat(LocalizedText.english("Revenue").texts()).containsExactly(Map.entry("en", "Revenue"));
    }

    @Test
    void refusesTextWithoutEnglish() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> LocalizedText.builder().text("ko", "매출").build())
                .withMessageContaining("English");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> LocalizedText.english(" "))
                .withMessageContaining("1 to 2000");
    }

    @Test
    void buildsKpiWithDefaults() {
        TemplateKpi kpi = kpi().build();
        assertThat(kpi.grain()).isEqualTo(Grain.MONTH);
        assertThat(kpi.decimals()).isZero();
        assertThat(kpi.missing()).isEqualTo(MissingPolicy.asMissing());
        assertThat(kpi.thresholds()).isEqualTo(Thresholds.of(1.0, 0.9));
        assertThat(kpi.formula()).isEmpty();
        assertThat(kpi).isEqualTo(kpi().build()).hasSameHashCodeAs(kpi().build());
        assertThat(kpi).isNotEqualTo(kpi().decimals(1).build());
    }

    @Test
    void refusesKpiThatIsIncompleteOrOutOfRange() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> TemplateKpi.builder().code("revenue").build())
                .withMessage("name is required");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> kpi().code("Revenue").build())
                .withMessageContaining("'Revenue'");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> kpi().decimals(11).build())
                .withMessage("decimals must be 0 to 10, was 11");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> kpi().formula("a + ".repeat(1_001)).build())
                .withMessageContaining("4000");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> kpi().dimension("a")
                        .dimension("b")
                        .dimension("c")
                        .dimension("d")
                        .build())
                .withMessageContaining("at most 3");
    }

    @Test
    void keepsListsApartFromTheirBuilder() {
        var builder = kpi().tag("growth");
        TemplateKpi first = builder.build();
        builder.tag("later");
        assertThat(first.tags()).containsExactly("growth");
        assertThatThrownBy(() -> first.tags().add("more")).isInstanceOf(UnsupportedOperationException.class);
    }

    @Test
    void refusesUnitsThatMeanNothing() {
        assertThatIllegalArgumentException().isThrownBy(() -> KpiUnit.currency("won"));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> KpiUnit.percent().labelled(LocalizedText.english("accounts")));
        KpiUnit rate = KpiUnit.currency("KRW").per(KpiUnit.duration());
        assertThat(rate.per()).contains(KpiUnit.duration());
        assertThatIllegalArgumentException().isThrownBy(() -> rate.per(KpiUnit.count()));
    }

    @Test
    void refusesDirectionsThresholdsAndPoliciesOutOfRange() {
        assertThatIllegalArgumentException().isThrownBy(() -> Direction.range(2, 1));
        assertThatIllegalArgumentException().isThrownBy(() -> Direction.range(Double.NaN, 1));
        assertThatIllegalArgumentException().isThrownBy(() -> Thresholds.of(0.8, 0.9));
        assertThatIllegalArgumentException().isThrownBy(() -> Thresholds.of(Double.NaN, 0.9));
        assertThatIllegalArgumentException().isThrownBy(() -> MissingPolicy.carriedForward(0));
        assertThat(MissingPolicy.carriedForward(3).limit()).hasValue(3);
    }

    @Test
    void acceptsEveryNotationOfPeriods() {
        for (String period : List.of("2026-10-31", "2026-W44", "2026-10", "2026-Q4", "2026")) {
            assertThat(observation(period).build().period()).isEqualTo(period);
        }
        for (String period : List.of("2026-13", "2026-W54", "2026-Q5", "26", "2026-1", "2026/10", "")) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> observation(period).build());
        }
        assertThatIllegalArgumentException()
                .isThrownBy(() -> observation("2026").value(Double.NaN).build());
    }

    @Test
    void boundsTheMonthsOfSampleRequest() {
        var request = SampleRequest.builder().from(YearMonth.of(2024, 1)).to(YearMonth.of(2026, 12));
        assertThat(request.build().months()).isEqualTo(36);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> request.from(YearMonth.of(2027, 1)).build());
        assertThatIllegalArgumentException()
                .isThrownBy(() -> request.from(YearMonth.of(2010, 1)).build())
                .withMessageContaining("1 to 120");
    }

    @Test
    void givesParametersByTypeAndBlamesTheInput() {
        var texts = new ArrayList<>(List.of("a"));
        TemplateParameters parameters = TemplateParameters.builder()
                .text("currency", "KRW")
                .number("seats", new BigDecimal("1.5"))
                .flag("usage", true)
                .texts("regions", texts)
                .build();
        texts.add("b");
        assertThat(parameters.text("currency")).contains("KRW");
        assertThat(parameters.number("seats")).contains(new BigDecimal("1.5"));
        assertThat(parameters.flag("usage")).contains(true);
        assertThat(parameters.texts("regions")).contains(List.of("a"));
        assertThat(parameters.text("absent")).isEmpty();
        assertThatThrownBy(() -> parameters.number("currency"))
                .isInstanceOf(InvalidParameterException.class)
                .hasMessage("currency: must be a number, was KRW");
    }

    private static SampleObservation.Builder observation(String period) {
        return SampleObservation.builder().kpi("revenue").period(period).value(1);
    }

    private static TemplateKpi.Builder kpi() {
        return TemplateKpi.builder()
                .code("revenue")
                .name(LocalizedText.english("Revenue"))
                .unit(KpiUnit.currency("KRW"))
                .rollup(Rollup.SUM)
                .direction(Direction.up());
    }
}
