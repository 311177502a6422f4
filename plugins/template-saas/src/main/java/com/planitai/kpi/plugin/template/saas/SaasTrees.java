package com.planitai.kpi.plugin.template.saas;

import com.planitai.kpi.spi.LocalizedText;
import com.planitai.kpi.spi.TemplateInfluence;
import com.planitai.kpi.spi.TemplateTree;
import java.util.List;

/** The four views on the graph: growth, retention, customer value and acquisition. */
final class SaasTrees {
    private SaasTrees() {}

    static List<TemplateTree> all() {
        return List.of(
                growth(),
                tree("saas-retention", "net_revenue_retention")
                        .name(LocalizedText.of("Retention", "유지", "継続"))
                        .build(),
                tree("saas-customer-value", "lifetime_value")
                        .name(LocalizedText.of("Customer value", "고객 가치", "顧客価値"))
                        .build(),
                tree("saas-acquisition", "cac_payback_months")
                        .name(LocalizedText.of("Acquisition", "고객 획득", "顧客獲得"))
                        .build());
    }

    private static TemplateTree growth() {
        return tree("saas-growth", "revenue")
                .name(LocalizedText.of("SaaS growth", "SaaS 성장", "SaaS成長"))
                .influence(TemplateInfluence.builder()
                        .from("churned_accounts")
                        .to("first_response_time")
                        .note(LocalizedText.of(
                                "Accounts that wait long for support are believed to leave more often.",
                                "지원을 오래 기다린 고객사가 더 자주 이탈한다고 봅니다.",
                                "サポートを長く待つ顧客ほど解約しやすいと考えられます。"))
                        .build())
                .influence(TemplateInfluence.builder()
                        .from("trials_started")
                        .to("sales_marketing_spend")
                        .note(LocalizedText.of(
                                "Spend on campaigns is believed to bring trials within weeks.",
                                "캠페인 지출이 몇 주 안에 체험을 늘린다고 봅니다.",
                                "キャンペーンへの支出は数週間でトライアルを増やすと考えられます。"))
                        .build())
                .build();
    }

    private static TemplateTree.Builder tree(String slug, String root) {
        return TemplateTree.builder().slug(slug).root(root);
    }
}
