package com.planitai.kpi.plugin.template.saas;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.planitai.kpi.spi.SampleData;
import com.planitai.kpi.spi.SampleObservation;
import com.planitai.kpi.spi.SampleRequest;
import com.planitai.kpi.spi.TemplateKpi;
import com.planitai.kpi.spi.TemplateParameters;
import java.time.YearMonth;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class SaasSampleDataTest {
    private static final YearMonth FIRST = YearMonth.of(2023, 11);
    private static final YearMonth LAST = YearMonth.of(2026, 10);
    private static final int MONTHS = 36;

    private final SampleData data = sample(7, "KRW");
    private final Map<String, Double> values = values(data);

    @Test
    void coversEveryInputInEveryMonth() {
        Set<String> inputs = new SaasTemplate()
                .instantiate(TemplateParameters.none()).kpis().stream()
                        .filter(kpi -> kpi.formula().isEmpty())
                        .map(TemplateKpi::code)
                        .collect(Collectors.toSet());
        for (String input : inputs) {
            assertThat(count(input, "actual")).as(input).isEqualTo(MONTHS);
            boolean untargeted = input.equals("first_response_time");
            assertThat(count(input, "plan")).as(input).isEqualTo(untargeted ? 0 : MONTHS);
        }
        assertThat(data.observations())
                .hasSize((2 * inputs.size() - 1) * MONTHS)
                .allMatch(observation -> inputs.contains(observation.kpi()));
        assertThat(data.label().texts()).containsOnlyKeys("en", "ko", "ja");
    }

    @Test
    void opensEachMonthWithWhatTheMonthBeforeLeft() {
        for (YearMonth month = FIRST; month.isBefore(LAST); month = month.plusMonths(1)) {
            double closing = closingAccounts("actual", month);
            assertThat(value("actual", "opening_accounts", month.plusMonths(1))).isEqualTo(closing);
        }
    }

    @Test
    void explainsSubscriptionRevenueByExpansionContractionNewAndChurnedAccounts() {
        for (YearMonth month = FIRST.plusMonths(1); !month.isAfter(LAST); month = month.plusMonths(1)) {
            YearMonth before = month.minusMonths(1);
            double explained = subscription("actual", before)
                    + value("actual", "expansion_revenue", month)
                    - value("actual", "contraction_revenue", month)
                    - value("actual", "churned_accounts", month) * perAccount("actual", before)
                    + value("actual", "converted_trials", month) * perAccount("actual", month);
            assertThat(explained).isCloseTo(subscription("actual", month), within(2.0));
        }
    }

    @Test
    void hasTheSizeOfCompanyWithFourThousandAccountsSomewhatBehindItsPlan() {
        for (long seed = 0; seed < 20; seed++) {
            Map<String, Double> seeded = values(sample(seed, "KRW"));
            assertThat(at(seeded, "actual", "opening_accounts", LAST)).isBetween(3_800.0, 4_350.0);
            assertThat(at(seeded, "actual", "seats_per_account", LAST) * at(seeded, "actual", "price_per_seat", LAST))
                    .isBetween(370_000.0, 400_000.0);
            assertThat(total(seeded, "actual", "converted_trials"))
                    .isBetween(
                            0.85 * total(seeded, "plan", "converted_trials"),
                            total(seeded, "plan", "converted_trials"));
            assertThat(total(seeded, "actual", "churned_accounts"))
                    .isGreaterThan(total(seeded, "plan", "churned_accounts"));
        }
        double margin = 1 - value("actual", "cost_of_revenue", LAST) / revenue(LAST);
        assertThat(margin).isBetween(0.7, 0.85);
        assertThat(revenue(LAST)).isBetween(1.6e9, 2.1e9);
    }

    @Test
    void isRepeatableAndDependsOnSeedAndCurrency() {
        assertThat(sample(7, "KRW")).isEqualTo(data);
        assertThat(sample(8, "KRW")).isNotEqualTo(data);
        assertThat(at(values(sample(7, "USD")), "actual", "price_per_seat", LAST))
                .isBetween(10.0, 20.0);
    }

    private static SampleData sample(long seed, String currency) {
        return new SaasTemplate()
                .sampleData(SampleRequest.builder()
                        .from(FIRST)
                        .to(LAST)
                        .seed(seed)
                        .parameters(TemplateParameters.builder()
                                .text("currency", currency)
                                .build())
                        .build())
                .orElseThrow();
    }

    private static Map<String, Double> values(SampleData sample) {
        return sample.observations().stream()
                .collect(Collectors.toMap(
                        observation -> observation.scenario() + " " + observation.kpi() + " " + observation.period(),
                        SampleObservation::value));
    }

    private static double at(Map<String, Double> sample, String scenario, String kpi, YearMonth month) {
        return Objects.requireNonNull(sample.get(scenario + " " + kpi + " " + month));
    }

    private static double total(Map<String, Double> sample, String scenario, String kpi) {
        return IntStream.range(0, MONTHS)
                .mapToDouble(month -> at(sample, scenario, kpi, FIRST.plusMonths(month)))
                .sum();
    }

    private long count(String kpi, String scenario) {
        return data.observations().stream()
                .filter(observation ->
                        observation.kpi().equals(kpi) && observation.scenario().equals(scenario))
                .count();
    }

    private double value(String scenario, String kpi, YearMonth month) {
        return at(values, scenario, kpi, month);
    }

    private double closingAccounts(String scenario, YearMonth month) {
        return value(scenario, "opening_accounts", month)
                + value(scenario, "converted_trials", month)
                - value(scenario, "churned_accounts", month);
    }

    private double perAccount(String scenario, YearMonth month) {
        return value(scenario, "seats_per_account", month) * value(scenario, "price_per_seat", month);
    }

    private double subscription(String scenario, YearMonth month) {
        return closingAccounts(scenario, month) * perAccount(scenario, month);
    }

    private double revenue(YearMonth month) {
        return subscription("actual", month)
                + value("actual", "usage_revenue", month)
                + value("actual", "services_revenue", month);
    }
}
