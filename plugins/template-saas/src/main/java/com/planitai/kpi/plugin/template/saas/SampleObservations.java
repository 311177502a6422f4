package com.planitai.kpi.plugin.template.saas;

import com.planitai.kpi.spi.LocalizedText;
import com.planitai.kpi.spi.SampleData;
import com.planitai.kpi.spi.SampleObservation;
import com.planitai.kpi.spi.SampleRequest;
import java.util.List;

/** The sample company's months as observations of the template's inputs. */
final class SampleObservations {
    private static final double CHANGING_SHARE = 0.008;
    private static final double PLANNED_EXPANSION_SHARE = 0.012;

    private final Money money;
    private final SampleNoise changeNoise;
    private final SampleData.Builder data = SampleData.builder()
            .label(LocalizedText.of(
                    "Generated sample data: no real company has these numbers.",
                    "생성된 예시 데이터로, 실제 기업의 수치가 아닙니다.",
                    "生成したサンプルデータで、実在の企業の数値ではありません。"));

    private SampleObservations(SampleRequest request, Money money) {
        this.money = money;
        this.changeNoise = new SampleNoise(request.seed(), "change", 0.1);
    }

    static SampleData generate(SampleRequest request) {
        Money money = SaasParameters.of(request.parameters()).money();
        return new SampleObservations(request, money).generate(new SampleCompany(request, money).months());
    }

    private SampleData generate(List<SampleCompany.Month> months) {
        for (int index = 1; index < months.size(); index++) {
            SampleCompany.Month month = months.get(index);
            SampleCompany.Month before = months.get(index - 1);
            String period = month.month().toString();
            inputs(period, SampleObservation.ACTUAL, month.actual());
            inputs(period, SampleObservation.PLAN, month.plan());
            put("first_response_time", period, SampleObservation.ACTUAL, month.responseSeconds());
            changes(period, before.actual(), month.actual());
            plannedChanges(period, before.plan());
        }
        return data.build();
    }

    private void inputs(String period, String scenario, SampleMonth month) {
        put("opening_accounts", period, scenario, month.openingAccounts());
        put("trials_started", period, scenario, month.trials());
        put("converted_trials", period, scenario, month.converted());
        put("churned_accounts", period, scenario, month.churned());
        put("seats_per_account", period, scenario, month.seats());
        put("price_per_seat", period, scenario, month.price());
        put("usage_revenue", period, scenario, month.usage());
        put("services_revenue", period, scenario, month.services());
        put("sales_marketing_spend", period, scenario, month.spend());
        put("cost_of_revenue", period, scenario, month.costOfRevenue());
    }

    /** Expansion less contraction is what the accounts that stayed pay more than in the month before. */
    private void changes(String period, SampleMonth before, SampleMonth month) {
        double staying = before.closingAccounts() - month.churned();
        double net = staying * (month.revenuePerAccount() - before.revenuePerAccount());
        double both = before.subscriptionRevenue() * CHANGING_SHARE * changeNoise.nextFactor();
        putMoney("expansion_revenue", period, SampleObservation.ACTUAL, both + Math.max(0, net));
        putMoney("contraction_revenue", period, SampleObservation.ACTUAL, both + Math.max(0, -net));
    }

    private void plannedChanges(String period, SampleMonth before) {
        double base = before.subscriptionRevenue();
        putMoney("expansion_revenue", period, SampleObservation.PLAN, base * PLANNED_EXPANSION_SHARE);
        putMoney("contraction_revenue", period, SampleObservation.PLAN, base * CHANGING_SHARE);
    }

    private void putMoney(String kpi, String period, String scenario, double amount) {
        put(kpi, period, scenario, money.rounded(amount));
    }

    private void put(String kpi, String period, String scenario, double value) {
        data.observation(SampleObservation.builder()
                .kpi(kpi)
                .period(period)
                .scenario(scenario)
                .value(value)
                .build());
    }
}
