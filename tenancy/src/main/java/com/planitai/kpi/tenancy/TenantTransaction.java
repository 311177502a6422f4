package com.planitai.kpi.tenancy;

import java.util.OptionalLong;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/** A transaction as one tenant, and the proof of it that every repository asks for. Made only by this package. */
public final class TenantTransaction extends SqlTransaction {
    private static final String BUMP = """
            UPDATE settings
            SET data_version = data_version + 1
            WHERE id
            RETURNING data_version
            """;

    private final TenantId tenant;
    private @Nullable Long version;

    TenantTransaction(Handle handle, TenantId tenant) {
        super(handle);
        this.tenant = tenant;
    }

    public TenantId tenant() {
        return tenant;
    }

    /** The version that this transaction made, if it has made one. */
    OptionalLong version() {
        Long bumped = version;
        return bumped == null ? OptionalLong.empty() : OptionalLong.of(bumped);
    }

    /**
     * Raises the tenant's data version by one and answers the new one; later calls in the same transaction answer the
     * same. Locks the settings row until commit, so call it late: writers of one tenant queue here. Once the transaction has
     * committed, this instance knows the version, and whoever listens to {@link TenantVersions}.
     */
    public long bumpVersion() {
        Long bumped = version;
        if (bumped == null) {
            bumped = createQuery(BUMP).mapTo(Long.class).one();
            version = bumped;
        }
        return bumped;
    }
}
