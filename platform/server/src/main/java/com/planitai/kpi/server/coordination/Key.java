package com.planitai.kpi.server.coordination;

import com.planitai.kpi.tenancy.TenantId;
import java.util.regex.Pattern;

/** Name of a counter, a value or a topic. What belongs to a tenant begins with it, behind the prefix of this product. */
public record Key(String text) {
    public static final int MAX_CHARACTERS = 200;

    private static final String PREFIX = "kpi:";
    private static final Pattern FORM = Pattern.compile(PREFIX + "[A-Za-z0-9_.:-]+");

    public Key {
        if (text.length() > MAX_CHARACTERS || !FORM.matcher(text).matches()) {
            throw new IllegalArgumentException("key: expected " + FORM + " of at most " + MAX_CHARACTERS
                    + " characters, got '" + text.substring(0, Math.min(text.length(), MAX_CHARACTERS)) + "'");
        }
    }

    public static Key of(String area, String name) {
        return new Key(PREFIX + area + ':' + name);
    }

    public static Key ofTenant(TenantId tenant, String area, String name) {
        return new Key(PREFIX + tenant + ':' + area + ':' + name);
    }

    @Override
    public String toString() {
        return text;
    }
}
