package com.planitai.kpi.plugin.template.saas;

import com.planitai.kpi.spi.Direction;
import com.planitai.kpi.spi.KpiUnit;
import com.planitai.kpi.spi.LocalizedText;
import com.planitai.kpi.spi.TemplateKpi;
import com.planitai.kpi.spi.Thresholds;
import java.util.List;

/** What an account costs, what it leaves, and how soon it has paid for itself. */
final class CustomerValueKpis {
    private static final String TAG = "unit-economics";

    private CustomerValueKpis() {}

    static List<TemplateKpi> all(Money money) {
        return List.of(
                salesAndMarketingSpend(money),
                customerAcquisitionCost(money),
                costOfRevenue(money),
                grossMargin(),
                lifetimeValue(money),
                paybackMonths());
    }

    private static TemplateKpi salesAndMarketingSpend(Money money) {
        return KpiKinds.flow("sales_marketing_spend", money.unit())
                .name(LocalizedText.of("Sales and marketing spend", "영업·마케팅 비용", "営業・マーケティング費用"))
                .description(LocalizedText.of(
                        "All cost of sales and marketing in the month, salaries included.",
                        "급여를 포함한 해당 월의 모든 영업·마케팅 비용입니다.",
                        "給与を含む当月の営業・マーケティング費用の総額です。"))
                .decimals(money.decimals())
                .direction(Direction.down())
                .tag(TAG)
                .tag("acquisition")
                .source(Sources.saasMetrics())
                .build();
    }

    private static TemplateKpi customerAcquisitionCost(Money money) {
        return KpiKinds.ratio("customer_acquisition_cost", money.unit())
                .name(LocalizedText.of("Customer acquisition cost", "고객 획득 비용", "顧客獲得費用（CAC）"))
                .description(LocalizedText.of(
                        "Sales and marketing spend divided by new accounts (CAC).",
                        "영업·마케팅 비용을 신규 고객사 수로 나눈 값(CAC)입니다.",
                        "営業・マーケティング費用を新規契約社数で割った値です。"))
                .formula("sales_marketing_spend / new_accounts")
                .decimals(money.decimals())
                .direction(Direction.down())
                .tag(TAG)
                .tag("acquisition")
                .source(Sources.saasMetrics())
                .build();
    }

    private static TemplateKpi costOfRevenue(Money money) {
        return KpiKinds.flow("cost_of_revenue", money.unit())
                .name(LocalizedText.of("Cost of revenue", "매출원가", "売上原価"))
                .description(LocalizedText.of(
                        "Hosting, support and service delivery cost of the month.",
                        "해당 월의 호스팅, 지원, 서비스 제공 비용입니다.",
                        "当月のホスティング、サポート、サービス提供の費用です。"))
                .decimals(money.decimals())
                .direction(Direction.down())
                .tag(TAG)
                .source(Sources.costAccounting())
                .build();
    }

    private static TemplateKpi grossMargin() {
        return KpiKinds.ratio("gross_margin", KpiUnit.percent())
                .name(LocalizedText.of("Gross margin", "매출총이익률", "売上総利益率"))
                .description(LocalizedText.of(
                        "Revenue less cost of revenue, divided by revenue.",
                        "매출에서 매출원가를 뺀 값을 매출로 나눈 비율입니다.",
                        "売上から売上原価を引き、売上で割った割合です。"))
                .formula("(revenue - cost_of_revenue) / revenue")
                .decimals(1)
                .direction(Direction.up())
                .thresholds(Thresholds.of(1.0, 0.95))
                .tag(TAG)
                .source(Sources.costAccounting())
                .build();
    }

    private static TemplateKpi lifetimeValue(Money money) {
        return KpiKinds.monthlyRatio("lifetime_value", money.unit())
                .name(LocalizedText.of("Customer lifetime value", "고객 생애 가치", "顧客生涯価値（LTV）"))
                .description(LocalizedText.of(
                        "Gross profit of an average account over its expected life: monthly revenue of an account"
                                + " times gross margin, divided by the monthly churn rate (LTV).",
                        "평균 고객사가 기대 수명 동안 남기는 매출총이익: 고객사당 월 매출 × 매출총이익률 ÷ 월 이탈률(LTV)입니다.",
                        "平均的な1社が想定契約期間に残す粗利：1社あたり月次売上×売上総利益率÷月次解約率です。"))
                .formula("revenue_per_account * gross_margin / account_churn_rate")
                .decimals(money.decimals())
                .direction(Direction.up())
                .tag(TAG)
                .source(Sources.saasMetrics())
                .build();
    }

    private static TemplateKpi paybackMonths() {
        return KpiKinds.monthlyRatio("cac_payback_months", KpiUnit.number())
                .name(LocalizedText.of("CAC payback (months)", "CAC 회수 기간(월)", "CAC回収期間（月）"))
                .description(LocalizedText.of(
                        "Months of gross profit of an account that repay its acquisition cost.",
                        "고객사의 매출총이익으로 획득 비용을 회수하는 데 걸리는 개월 수입니다.",
                        "1社の粗利で獲得費用を回収するのにかかる月数です。"))
                .formula("customer_acquisition_cost / (revenue_per_account * gross_margin)")
                .decimals(1)
                .direction(Direction.down())
                .tag(TAG)
                .source(Sources.saasMetrics())
                .build();
    }
}
