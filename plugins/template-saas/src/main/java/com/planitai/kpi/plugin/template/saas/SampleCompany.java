package com.planitai.kpi.plugin.template.saas;

import com.planitai.kpi.spi.SampleRequest;
import java.time.YearMonth;
import java.util.ArrayList;
import java.util.List;

/**
 * A made-up company that has about 4,100 paying accounts in the last month asked for. Its trials follow a trend, a
 * season and noise; its accounts are a running stock; it falls somewhat short of its plan, which each half-year
 * starts again from the accounts that are there.
 */
final class SampleCompany {
    private static final double[] SEASON = {1.02, 0.98, 1.05, 1.03, 1.00, 0.98, 0.96, 0.94, 1.03, 1.04, 1.03, 0.94};
    private static final int PLANNING_MONTHS = 6;
    private static final double LAST_OPENING_ACCOUNTS = 4_065;
    private static final double ACCOUNT_GROWTH = 1.0135;
    private static final double LAST_TRIALS = 1_800;
    private static final double ACTUAL_CONVERSION = 0.0815;
    private static final double PLANNED_CONVERSION = 0.0855;
    private static final double ACTUAL_CHURN = 0.0222;
    private static final double PLANNED_CHURN = 0.0205;
    private static final double CHURN_PER_RESPONSE = 0.6;
    private static final double LAST_SEATS = 19.3;
    private static final double SEAT_GROWTH = 1.0025;
    private static final double LAST_PRICE_WON = 20_000;
    private static final double YEARLY_PRICE_GROWTH = 1.04;
    private static final double LAST_USAGE_WON = 180_000_000;
    private static final double USAGE_GROWTH = 1.02;
    private static final double LAST_SERVICES_WON = 70_000_000;
    private static final double SERVICES_GROWTH = 0.997;
    private static final double SPEND_PER_ACCOUNT_WON = 3_500_000;
    private static final double COST_SHARE = 0.22;
    private static final double LAST_RESPONSE_SECONDS = 5.5 * 3_600;

    private final SampleRequest request;
    private final Money money;
    private final SampleNoise trialNoise;
    private final SampleNoise conversionNoise;
    private final SampleNoise churnNoise;
    private final SampleNoise responseNoise;
    private final SampleNoise seatNoise;
    private final SampleNoise usageNoise;
    private final SampleNoise servicesNoise;
    private final SampleNoise spendNoise;
    private final SampleNoise costNoise;

    /** What happened and what was planned in one month. */
    record Month(YearMonth month, double responseSeconds, SampleMonth actual, SampleMonth plan) {}

    SampleCompany(SampleRequest request, Money money) {
        this.request = request;
        this.money = money;
        this.trialNoise = noise("trials", 0.025);
        this.conversionNoise = noise("conversion", 0.03);
        this.churnNoise = noise("churn", 0.04);
        this.responseNoise = noise("response", 0.07);
        this.seatNoise = noise("seats", 0.003);
        this.usageNoise = noise("usage", 0.025);
        this.servicesNoise = noise("services", 0.05);
        this.spendNoise = noise("spend", 0.025);
        this.costNoise = noise("cost", 0.015);
    }

    private SampleNoise noise(String series, double deviation) {
        return new SampleNoise(request.seed(), series, deviation);
    }

    /** The months asked for, and the one before them, from which the first takes its opening balance. */
    List<Month> months() {
        List<Month> months = new ArrayList<>();
        int count = request.months() + 1;
        int opening = whole(LAST_OPENING_ACCOUNTS * growth(ACCOUNT_GROWTH, 1 - count));
        int plannedOpening = opening;
        for (int index = 0; index < count; index++) {
            YearMonth month = request.from().plusMonths(index - 1L);
            if (month.getMonthValue() % PLANNING_MONTHS == 1) {
                plannedOpening = opening;
            }
            Month next = month(month, index + 1 - count, opening, plannedOpening);
            months.add(next);
            opening = next.actual().closingAccounts();
            plannedOpening = next.plan().closingAccounts();
        }
        return List.copyOf(months);
    }

    private Month month(YearMonth month, int offset, int opening, int plannedOpening) {
        double response = responseNoise.nextFactor();
        double responseSeconds = Math.rint(LAST_RESPONSE_SECONDS * response / 60) * 60;
        return new Month(
                month, responseSeconds, actual(month, offset, opening, response), plan(month, offset, plannedOpening));
    }

    private SampleMonth actual(YearMonth month, int offset, int opening, double response) {
        int trials = whole(trend(LAST_TRIALS, ACCOUNT_GROWTH, offset) * season(month) * trialNoise.nextFactor());
        int converted = whole(trials * ACTUAL_CONVERSION * conversionNoise.nextFactor());
        double churnRate = ACTUAL_CHURN * (1 + CHURN_PER_RESPONSE * (response - 1)) * churnNoise.nextFactor();
        double spend = plannedSpend(month, offset) * 1.01 * spendNoise.nextFactor();
        return complete(
                new SampleMonth(
                        opening,
                        trials,
                        converted,
                        whole(opening * churnRate),
                        hundredths(trend(LAST_SEATS, SEAT_GROWTH, offset) * seatNoise.nextFactor()),
                        price(month),
                        money.fromWon(trend(LAST_USAGE_WON, USAGE_GROWTH, offset) * usageNoise.nextFactor()),
                        money.fromWon(trend(LAST_SERVICES_WON, SERVICES_GROWTH, offset) * servicesNoise.nextFactor()),
                        money.fromWon(spend),
                        0),
                COST_SHARE * costNoise.nextFactor());
    }

    private SampleMonth plan(YearMonth month, int offset, int opening) {
        int trials = plannedTrials(month, offset);
        return complete(
                new SampleMonth(
                        opening,
                        trials,
                        whole(trials * PLANNED_CONVERSION),
                        whole(opening * PLANNED_CHURN),
                        hundredths(trend(LAST_SEATS, SEAT_GROWTH, offset) * 1.01),
                        price(month),
                        money.fromWon(trend(LAST_USAGE_WON, USAGE_GROWTH, offset) * 0.96),
                        money.fromWon(trend(LAST_SERVICES_WON, SERVICES_GROWTH, offset) * 1.06),
                        money.fromWon(plannedSpend(month, offset)),
                        0),
                COST_SHARE * 0.98);
    }

    private static int plannedTrials(YearMonth month, int offset) {
        return whole(trend(LAST_TRIALS, ACCOUNT_GROWTH, offset) * season(month) * 1.03);
    }

    private static double plannedSpend(YearMonth month, int offset) {
        return plannedTrials(month, offset) * PLANNED_CONVERSION * SPEND_PER_ACCOUNT_WON;
    }

    private SampleMonth complete(SampleMonth month, double costShare) {
        double revenue = month.subscriptionRevenue() + month.usage() + month.services();
        return new SampleMonth(
                month.openingAccounts(),
                month.trials(),
                month.converted(),
                month.churned(),
                month.seats(),
                month.price(),
                month.usage(),
                month.services(),
                month.spend(),
                money.rounded(revenue * costShare));
    }

    private double price(YearMonth month) {
        int years = month.getYear() - request.to().getYear();
        return money.fromWon(LAST_PRICE_WON * growth(YEARLY_PRICE_GROWTH, years));
    }

    private static double season(YearMonth month) {
        return SEASON[month.getMonthValue() - 1];
    }

    private static double trend(double last, double growth, int offset) {
        return last * growth(growth, offset);
    }

    private static double growth(double factor, int steps) {
        return StrictMath.pow(factor, steps);
    }

    private static int whole(double value) {
        return (int) Math.rint(value);
    }

    private static double hundredths(double value) {
        return Math.rint(value * 100) / 100;
    }
}
