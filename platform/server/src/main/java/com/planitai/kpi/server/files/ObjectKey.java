package com.planitai.kpi.server.files;

import com.planitai.kpi.tenancy.TenantId;
import java.util.Objects;
import java.util.regex.Pattern;

/**
 * Where a file of a tenant lies. Keys begin with the tenant, so that no key of one tenant names a file of another.
 *
 * @param path folders and a name, such as {@code imports/4c1f….csv}
 */
public record ObjectKey(TenantId tenant, String path) {
    public static final int MAX_PATH_CHARACTERS = 400;

    private static final Pattern FORM = Pattern.compile("[a-z0-9][a-z0-9._-]*(/[a-z0-9][a-z0-9._-]*)*");

    public ObjectKey {
        Objects.requireNonNull(tenant, "tenant");
        if (path.length() > MAX_PATH_CHARACTERS || !FORM.matcher(path).matches()) {
            throw new IllegalArgumentException("expected folders and a name of [a-z0-9._-], at most "
                    + MAX_PATH_CHARACTERS + " characters, got \"" + path + "\"");
        }
    }

    /** The whole key: {@code <tenant>/<path>}. */
    @Override
    public String toString() {
        return tenant + "/" + path;
    }
}
