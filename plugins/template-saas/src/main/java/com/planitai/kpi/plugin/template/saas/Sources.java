package com.planitai.kpi.plugin.template.saas;

import com.planitai.kpi.spi.Citation;

/** The works that the definitions follow. */
final class Sources {
    private Sources() {}

    static Citation saasMetrics() {
        return source(
                "David Skok",
                "SaaS Metrics 2.0: A Guide to Measuring and Improving What Matters",
                "For Entrepreneurs",
                2013);
    }

    static Citation marketingMetrics() {
        return source(
                "Paul W. Farris, Neil T. Bendle, Phillip E. Pfeifer, David J. Reibstein",
                "Marketing Metrics: The Definitive Guide to Measuring Marketing Performance, 2nd edition",
                "Pearson",
                2010);
    }

    static Citation leanAnalytics() {
        return source("Alistair Croll, Benjamin Yoskovitz", "Lean Analytics", "O'Reilly", 2013);
    }

    static Citation revenueStandard() {
        return source(
                "International Accounting Standards Board",
                "IFRS 15 Revenue from Contracts with Customers",
                "IFRS Foundation",
                2014);
    }

    static Citation customerSuccess() {
        return source(
                "Nick Mehta, Dan Steinman, Lincoln Murphy",
                "Customer Success: How Innovative Companies Are Reducing Churn and Growing Recurring Revenue",
                "Wiley",
                2016);
    }

    static Citation costAccounting() {
        return source(
                "Charles T. Horngren, Srikant M. Datar, Madhav V. Rajan",
                "Cost Accounting: A Managerial Emphasis, 14th edition",
                "Pearson",
                2011);
    }

    static Citation callCenterManagement() {
        return source("Brad Cleveland", "Call Center Management on Fast Forward, 3rd edition", "ICMI Press", 2012);
    }

    private static Citation source(String author, String title, String publisher, int year) {
        return Citation.builder()
                .author(author)
                .title(title)
                .publisher(publisher)
                .year(year)
                .build();
    }
}
