package com.planitai.kpi.plugin.template.saas;

import com.planitai.kpi.spi.Direction;
import com.planitai.kpi.spi.KpiUnit;
import com.planitai.kpi.spi.LocalizedText;
import com.planitai.kpi.spi.TemplateKpi;
import com.planitai.kpi.spi.Thresholds;
import java.util.List;

/** Revenue, its three streams, and what an account pays. */
final class RevenueKpis {
    private static final String TAG = "revenue";

    private RevenueKpis() {}

    static List<TemplateKpi> all(Money money) {
        return List.of(
                revenue(money),
                subscriptionRevenue(money),
                usageRevenue(money),
                servicesRevenue(money),
                revenuePerAccount(money),
                seatsPerAccount(),
                pricePerSeat(money));
    }

    private static TemplateKpi revenue(Money money) {
        return KpiKinds.flow("revenue", money.unit())
                .name(LocalizedText.of("Revenue", "매출", "売上"))
                .description(LocalizedText.of(
                        "Revenue recognised in the month from subscriptions, usage and services.",
                        "해당 월에 인식한 구독, 종량, 서비스 매출의 합계입니다.",
                        "当月に認識したサブスクリプション、従量、サービスの売上の合計です。"))
                .formula("subscription_revenue + usage_revenue + services_revenue")
                .decimals(money.decimals())
                .direction(Direction.up())
                .thresholds(Thresholds.of(1.0, 0.95))
                .tag(TAG)
                .source(Sources.revenueStandard())
                .build();
    }

    private static TemplateKpi subscriptionRevenue(Money money) {
        return KpiKinds.flow("subscription_revenue", money.unit())
                .name(LocalizedText.of("Subscription revenue", "구독 매출", "サブスクリプション売上"))
                .description(LocalizedText.of(
                        "Monthly recurring revenue: paying accounts times the revenue of an account.",
                        "월간 반복 매출: 유료 고객사 수 × 고객사당 매출입니다.",
                        "月次経常収益：有料契約社数×1社あたり売上です。"))
                .formula("paying_accounts * revenue_per_account")
                .decimals(money.decimals())
                .direction(Direction.up())
                .thresholds(Thresholds.of(1.0, 0.95))
                .tag(TAG)
                .source(Sources.saasMetrics())
                .build();
    }

    private static TemplateKpi usageRevenue(Money money) {
        return KpiKinds.flow("usage_revenue", money.unit())
                .name(LocalizedText.of("Usage revenue", "종량 매출", "従量売上"))
                .description(LocalizedText.of(
                        "Revenue billed by consumption beyond what the subscription includes.",
                        "구독에 포함된 양을 넘는 사용량에 따라 청구한 매출입니다.",
                        "サブスクリプションに含まれる量を超えた利用に応じて請求した売上です。"))
                .decimals(money.decimals())
                .direction(Direction.up())
                .tag(TAG)
                .source(Sources.revenueStandard())
                .build();
    }

    private static TemplateKpi servicesRevenue(Money money) {
        return KpiKinds.flow("services_revenue", money.unit())
                .name(LocalizedText.of("Services revenue", "서비스 매출", "サービス売上"))
                .description(LocalizedText.of(
                        "Revenue from onboarding, training and other work of people.",
                        "도입 지원, 교육 등 사람이 수행한 서비스의 매출입니다.",
                        "導入支援、研修など人による役務の売上です。"))
                .decimals(money.decimals())
                .direction(Direction.up())
                .tag(TAG)
                .source(Sources.revenueStandard())
                .build();
    }

    private static TemplateKpi revenuePerAccount(Money money) {
        return KpiKinds.monthlyRatio("revenue_per_account", money.unit())
                .name(LocalizedText.of("Revenue per account", "고객사당 매출", "1社あたり売上"))
                .description(LocalizedText.of(
                        "Monthly subscription revenue of an average account (ARPA).",
                        "평균 고객사의 월 구독 매출(ARPA)입니다.",
                        "平均的な1社の月次サブスクリプション売上（ARPA）です。"))
                .formula("seats_per_account * price_per_seat")
                .decimals(money.decimals())
                .direction(Direction.up())
                .thresholds(Thresholds.of(1.0, 0.95))
                .tag(TAG)
                .source(Sources.saasMetrics())
                .build();
    }

    private static TemplateKpi seatsPerAccount() {
        return KpiKinds.level("seats_per_account", KpiUnit.number())
                .name(LocalizedText.of("Seats per account", "고객사당 좌석 수", "1社あたりシート数"))
                .description(LocalizedText.of(
                        "Paid seats at the end of the month divided by paying accounts.",
                        "월말 유료 좌석 수를 유료 고객사 수로 나눈 값입니다.",
                        "月末の有料シート数を有料契約社数で割った値です。"))
                .decimals(2)
                .direction(Direction.up())
                .thresholds(Thresholds.of(1.0, 0.95))
                .tag(TAG)
                .source(Sources.leanAnalytics())
                .build();
    }

    private static TemplateKpi pricePerSeat(Money money) {
        return KpiKinds.level("price_per_seat", money.unit())
                .name(LocalizedText.of("Price per seat", "좌석당 가격", "シート単価"))
                .description(LocalizedText.of(
                        "Average monthly price of a paid seat after discounts.",
                        "할인 후 유료 좌석 하나의 평균 월 가격입니다.",
                        "割引後の有料シート1つの平均月額です。"))
                .decimals(money.decimals())
                .direction(Direction.up())
                .thresholds(Thresholds.of(1.0, 0.95))
                .tag(TAG)
                .source(Sources.marketingMetrics())
                .build();
    }
}
