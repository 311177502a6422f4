package com.planitai.kpi.tenancy;

import java.time.ZoneId;
import java.util.Locale;

/** What a sign-up says about the tenant to be. */
public record NewTenant(TenantSlug slug, String name, Locale locale, ZoneId timeZone) {
    public static final int NAME_LENGTH_LIMIT = 200;

    public NewTenant {
        // As the API counts, so that what it lets through is not refused here.
        int characters = name.codePointCount(0, name.length());
        if (name.isBlank() || characters > NAME_LENGTH_LIMIT) {
            throw new IllegalArgumentException(
                    "tenant name: expected 1 to " + NAME_LENGTH_LIMIT + " characters, got " + characters);
        }
        if (locale.getLanguage().isEmpty()) {
            throw new IllegalArgumentException("tenant locale: expected a language, got '" + locale + "'");
        }
    }
}
