package com.planitai.kpi.plugin.template.saas;

import com.planitai.kpi.spi.Direction;
import com.planitai.kpi.spi.KpiUnit;
import com.planitai.kpi.spi.LocalizedText;
import com.planitai.kpi.spi.TemplateKpi;
import com.planitai.kpi.spi.Thresholds;
import java.util.List;

/** What existing accounts keep, add and give up. */
final class RetentionKpis {
    private static final String TAG = "retention";

    private RetentionKpis() {}

    static List<TemplateKpi> all(Money money) {
        return List.of(accountChurnRate(), netRevenueRetention(), expansionRevenue(money), contractionRevenue(money));
    }

    private static TemplateKpi accountChurnRate() {
        return KpiKinds.ratio("account_churn_rate", KpiUnit.percent())
                .name(LocalizedText.of("Account churn rate", "고객사 이탈률", "解約率"))
                .description(LocalizedText.of(
                        "Accounts that left divided by those there at the start.",
                        "이탈 고객사 수를 기초 고객사 수로 나눈 비율입니다.",
                        "解約社数を期首の契約社数で割った割合です。"))
                .formula("churned_accounts / opening_accounts")
                .decimals(2)
                .direction(Direction.down())
                .tag(TAG)
                .source(Sources.saasMetrics())
                .build();
    }

    private static TemplateKpi netRevenueRetention() {
        return KpiKinds.monthlyRatio("net_revenue_retention", KpiUnit.percent())
                .name(LocalizedText.of("Net revenue retention", "순매출 유지율", "売上継続率（NRR）"))
                .description(LocalizedText.of(
                        "Of last month's subscription revenue, the share that the same accounts pay this month:"
                                + " with expansion, less contraction and churn.",
                        "지난달 구독 매출 가운데 같은 고객사가 이번 달에 내는 비율로, 확장을 더하고 축소와 이탈을 뺍니다.",
                        "前月のサブスクリプション売上のうち、同じ顧客が今月支払う割合。拡大を加え、縮小と解約を引きます。"))
                .formula("1 + (expansion_revenue - contraction_revenue"
                        + " - churned_accounts * prev(revenue_per_account)) / prev(subscription_revenue)")
                .decimals(1)
                .direction(Direction.up())
                .thresholds(Thresholds.of(1.0, 0.98))
                .tag(TAG)
                .source(Sources.customerSuccess())
                .build();
    }

    private static TemplateKpi expansionRevenue(Money money) {
        return KpiKinds.flow("expansion_revenue", money.unit())
                .name(LocalizedText.of("Expansion revenue", "확장 매출", "拡大売上"))
                .description(LocalizedText.of(
                        "Monthly subscription revenue that existing accounts added in the month.",
                        "기존 고객사가 해당 월에 늘린 월 구독 매출입니다.",
                        "既存顧客が当月に増やした月次サブスクリプション売上です。"))
                .decimals(money.decimals())
                .direction(Direction.up())
                .tag(TAG)
                .source(Sources.saasMetrics())
                .build();
    }

    private static TemplateKpi contractionRevenue(Money money) {
        return KpiKinds.flow("contraction_revenue", money.unit())
                .name(LocalizedText.of("Contraction revenue", "축소 매출", "縮小売上"))
                .description(LocalizedText.of(
                        "Monthly subscription revenue that staying accounts gave up in the month.",
                        "유지 고객사가 해당 월에 줄인 월 구독 매출입니다.",
                        "継続顧客が当月に減らした月次サブスクリプション売上です。"))
                .decimals(money.decimals())
                .direction(Direction.down())
                .tag(TAG)
                .source(Sources.saasMetrics())
                .build();
    }
}
