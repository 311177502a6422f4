package com.planitai.kpi.plugin.template.saas;

/** One month of the sample company in one scenario; amounts in the currency of the request, rates as fractions. */
record SampleMonth(
        int openingAccounts,
        int trials,
        int converted,
        int churned,
        double seats,
        double price,
        double usage,
        double services,
        double spend,
        double costOfRevenue) {

    int closingAccounts() {
        return openingAccounts + converted - churned;
    }

    double revenuePerAccount() {
        return seats * price;
    }

    double subscriptionRevenue() {
        return closingAccounts() * revenuePerAccount();
    }
}
