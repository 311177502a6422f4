package com.planitai.kpi.plugin.template.saas;

import com.planitai.kpi.spi.KpiTemplate;
import com.planitai.kpi.spi.LocalizedText;
import com.planitai.kpi.spi.SampleData;
import com.planitai.kpi.spi.SampleRequest;
import com.planitai.kpi.spi.TemplateDocument;
import com.planitai.kpi.spi.TemplateParameters;
import java.util.Optional;

/** Twenty-five KPIs of a subscription software company: revenue and its drivers, retention and customer value. */
public final class SaasTemplate implements KpiTemplate {

    /** For the service loader. */
    public SaasTemplate() {}

    @Override
    public String id() {
        return "saas-growth";
    }

    @Override
    public String version() {
        return "1.0.0";
    }

    @Override
    public LocalizedText name() {
        return LocalizedText.of("SaaS growth", "SaaS 성장", "SaaS成長");
    }

    @Override
    public LocalizedText description() {
        return LocalizedText.of(
                "Twenty-five KPIs of a subscription software company: revenue down to trials, conversion, churn,"
                        + " seats and price, with retention, acquisition cost and customer value.",
                "구독형 소프트웨어 기업의 KPI 25개: 매출을 체험, 전환, 이탈, 좌석, 가격까지 나누고 유지율, 획득 비용," + " 고객 가치를 함께 봅니다.",
                "サブスクリプション型ソフトウェア企業の25のKPI。売上をトライアル、転換、解約、シート、価格まで分解し、維持率、獲得費用、顧客価値も見ます。");
    }

    @Override
    public String parameterSchema() {
        return SaasParameters.SCHEMA;
    }

    @Override
    public TemplateDocument instantiate(TemplateParameters parameters) {
        var money = SaasParameters.of(parameters).money();
        var document = TemplateDocument.builder();
        RevenueKpis.all(money).forEach(document::kpi);
        AccountKpis.all().forEach(document::kpi);
        RetentionKpis.all(money).forEach(document::kpi);
        CustomerValueKpis.all(money).forEach(document::kpi);
        SaasTrees.all().forEach(document::tree);
        return document.build();
    }

    @Override
    public Optional<SampleData> sampleData(SampleRequest request) {
        return Optional.of(SampleObservations.generate(request));
    }
}
