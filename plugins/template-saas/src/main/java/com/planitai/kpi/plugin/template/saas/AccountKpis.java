package com.planitai.kpi.plugin.template.saas;

import com.planitai.kpi.spi.Direction;
import com.planitai.kpi.spi.KpiUnit;
import com.planitai.kpi.spi.LocalizedText;
import com.planitai.kpi.spi.TemplateKpi;
import com.planitai.kpi.spi.Thresholds;
import java.util.List;

/** How many accounts pay, and how they come and go. */
final class AccountKpis {
    private static final String TAG = "accounts";

    private AccountKpis() {}

    static List<TemplateKpi> all() {
        return List.of(
                payingAccounts(),
                openingAccounts(),
                newAccounts(),
                churnedAccounts(),
                trialsStarted(),
                convertedTrials(),
                trialConversion(),
                firstResponseTime());
    }

    private static TemplateKpi payingAccounts() {
        return KpiKinds.closingStock("paying_accounts", KpiKinds.accounts())
                .name(LocalizedText.of("Paying accounts", "유료 고객사", "有料契約社数"))
                .description(LocalizedText.of(
                        "Accounts with a paid subscription at the end of the month.",
                        "월말에 유료 구독 중인 고객사 수입니다.",
                        "月末に有料契約中の社数です。"))
                .formula("opening_accounts + new_accounts - churned_accounts")
                .direction(Direction.up())
                .thresholds(Thresholds.of(1.0, 0.95))
                .tag(TAG)
                .source(Sources.saasMetrics())
                .build();
    }

    private static TemplateKpi openingAccounts() {
        return KpiKinds.openingStock("opening_accounts", KpiKinds.accounts())
                .name(LocalizedText.of("Opening accounts", "기초 고객사", "期首契約社数"))
                .description(LocalizedText.of(
                        "Paying accounts at the start of the month: those of the end of the month before.",
                        "월초의 유료 고객사 수로, 전월 말의 수와 같습니다.",
                        "月初の有料契約社数で、前月末の社数と同じです。"))
                .direction(Direction.up())
                .thresholds(Thresholds.of(1.0, 0.95))
                .tag(TAG)
                .source(Sources.marketingMetrics())
                .build();
    }

    private static TemplateKpi newAccounts() {
        return KpiKinds.flow("new_accounts", KpiKinds.accounts())
                .name(LocalizedText.of("New accounts", "신규 고객사", "新規契約社数"))
                .description(LocalizedText.of(
                        "Accounts that began to pay in the month: trials times their conversion.",
                        "해당 월에 유료로 시작한 고객사 수: 체험 × 전환율입니다.",
                        "当月に有料契約を始めた社数：トライアル×転換率です。"))
                .formula("trials_started * trial_conversion")
                .direction(Direction.up())
                .tag(TAG)
                .tag("acquisition")
                .source(Sources.saasMetrics())
                .build();
    }

    private static TemplateKpi churnedAccounts() {
        return KpiKinds.flow("churned_accounts", KpiKinds.accounts())
                .name(LocalizedText.of("Churned accounts", "이탈 고객사", "解約社数"))
                .description(LocalizedText.of(
                        "Accounts whose paid subscription ended in the month.",
                        "해당 월에 유료 구독을 끝낸 고객사 수입니다.",
                        "当月に有料契約を終えた社数です。"))
                .direction(Direction.down())
                .tag(TAG)
                .tag("retention")
                .source(Sources.saasMetrics())
                .build();
    }

    private static TemplateKpi trialsStarted() {
        return KpiKinds.flow("trials_started", KpiUnit.count().labelled(LocalizedText.of("trials", "건", "件")))
                .name(LocalizedText.of("Trials started", "무료 체험 시작", "トライアル開始"))
                .description(LocalizedText.of(
                        "Free trials that began in the month.", "해당 월에 시작한 무료 체험 수입니다.", "当月に始まった無料トライアルの件数です。"))
                .direction(Direction.up())
                .tag("acquisition")
                .source(Sources.leanAnalytics())
                .build();
    }

    private static TemplateKpi convertedTrials() {
        return KpiKinds.flow("converted_trials", KpiUnit.count().labelled(LocalizedText.of("trials", "건", "件")))
                .name(LocalizedText.of("Converted trials", "유료 전환 체험", "有料転換トライアル"))
                .description(LocalizedText.of(
                        "Trials that became paying accounts in the month.",
                        "해당 월에 유료 고객사로 전환된 체험 수입니다.",
                        "当月に有料契約へ転換したトライアルの件数です。"))
                .direction(Direction.up())
                .tag("acquisition")
                .source(Sources.leanAnalytics())
                .build();
    }

    private static TemplateKpi trialConversion() {
        return KpiKinds.ratio("trial_conversion", KpiUnit.percent())
                .name(LocalizedText.of("Trial conversion", "체험 전환율", "トライアル転換率"))
                .description(LocalizedText.of(
                        "Converted trials divided by trials started.",
                        "유료 전환 체험 수를 시작한 체험 수로 나눈 비율입니다.",
                        "有料転換した件数を開始した件数で割った割合です。"))
                .formula("converted_trials / trials_started")
                .decimals(1)
                .direction(Direction.up())
                .tag("acquisition")
                .source(Sources.leanAnalytics())
                .build();
    }

    private static TemplateKpi firstResponseTime() {
        return KpiKinds.mean("first_response_time", KpiUnit.duration())
                .name(LocalizedText.of("First response time", "첫 응답 시간", "初回応答時間"))
                .description(LocalizedText.of(
                        "Mean time from a support request to the first answer of a person.",
                        "고객 문의부터 담당자의 첫 응답까지 걸린 평균 시간입니다.",
                        "問い合わせから担当者の最初の応答までの平均時間です。"))
                .direction(Direction.down())
                .tag("support")
                .source(Sources.callCenterManagement())
                .build();
    }
}
