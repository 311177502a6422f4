package com.planitai.kpi.tenancy;

import java.util.Optional;
import java.util.regex.Pattern;

/** The name of a tenant in addresses and at login: 3 to 40 lower-case letters, digits and inner hyphens. */
public record TenantSlug(String value) {
    public static final String EXPECTED = "[a-z][a-z0-9-]{1,38}[a-z0-9]";
    private static final Pattern PATTERN = Pattern.compile(EXPECTED);

    public TenantSlug {
        if (!PATTERN.matcher(value).matches()) {
            throw new IllegalArgumentException("tenant slug: expected " + EXPECTED + ", got '" + value + "'");
        }
    }

    /** For text from outside: empty where the constructor would throw. */
    public static Optional<TenantSlug> parse(String text) {
        return PATTERN.matcher(text).matches() ? Optional.of(new TenantSlug(text)) : Optional.empty();
    }

    @Override
    public String toString() {
        return value;
    }
}
