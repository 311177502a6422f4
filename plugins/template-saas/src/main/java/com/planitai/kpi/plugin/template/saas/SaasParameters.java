package com.planitai.kpi.plugin.template.saas;

import com.planitai.kpi.spi.InvalidParameterException;
import com.planitai.kpi.spi.TemplateParameters;
import java.util.Currency;
import java.util.Set;

/** The template's parameters, checked. */
record SaasParameters(Currency currency) {
    static final String SCHEMA = """
            {
              "$schema": "https://json-schema.org/draft/2020-12/schema",
              "type": "object",
              "additionalProperties": false,
              "properties": {
                "currency": {
                  "type": "string",
                  "title": "Currency (ISO 4217)",
                  "pattern": "^[A-Z]{3}$",
                  "default": "KRW"
                }
              }
            }
            """;

    private static final String CURRENCY = "currency";
    private static final String DEFAULT_CURRENCY = "KRW";

    static SaasParameters of(TemplateParameters parameters) {
        parameters.names().stream()
                .filter(name -> !Set.of(CURRENCY).contains(name))
                .findFirst()
                .ifPresent(name -> {
                    throw new InvalidParameterException(name, "is not a parameter of this template");
                });
        String code = parameters.text(CURRENCY).orElse(DEFAULT_CURRENCY);
        return Currency.getAvailableCurrencies().stream()
                .filter(currency -> currency.getCurrencyCode().equals(code))
                .findFirst()
                .map(SaasParameters::new)
                .orElseThrow(() -> new InvalidParameterException(
                        CURRENCY, "must be a currency of ISO 4217 such as KRW, was '" + code + "'"));
    }

    Money money() {
        return Money.in(currency);
    }
}
