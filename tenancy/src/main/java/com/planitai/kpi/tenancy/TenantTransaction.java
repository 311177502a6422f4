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

    private static final String BUMP_OF_NUMBERS = """
            UPDATE settings
            SET data_version = data_version + 1, number_versions = number_versions + 1
            WHERE id
            RETURNING data_version
            """;
    private static final String NOT_OF_NUMBERS_ALONE = """
            UPDATE settings
            SET number_versions = number_versions - 1
            WHERE id
            """;

    private final TenantId tenant;
    private @Nullable Long version;
    private boolean ofNumbers;

    TenantTransaction(Handle handle, TenantId tenant) {
        super(handle);
        this.tenant = tenant;
    }

    public TenantId tenant() {
        return tenant;
    }

    /** The version that this transaction has made, if it has made one. */
    public OptionalLong version() {
        Long bumped = version;
        return bumped == null ? OptionalLong.empty() : OptionalLong.of(bumped);
    }

    /**
     * Raises the tenant's data version by one and answers the new one; later calls in the same transaction answer the
     * same. Locks the settings row until commit, so call it late: writers of one tenant queue here. Once the transaction has
     * committed, this instance knows the version, and whoever listens to {@link TenantVersions}.
     */
    public long bumpVersion() {
        if (ofNumbers) {
            createUpdate(NOT_OF_NUMBERS_ALONE).execute();
            ofNumbers = false;
        }
        return bumped(BUMP);
    }

    /**
     * As {@link #bumpVersion}, and says that this transaction changes observations, each with its line in the history, and
     * nothing else of what the version stands for: so that others read just those. When it turns out to change more, calling
     * the other takes this back.
     */
    public long bumpVersionOfNumbers() {
        ofNumbers |= version == null;
        return bumped(BUMP_OF_NUMBERS);
    }

    /** A statement of the caller's has itself done what {@link #bumpVersionOfNumbers} does, which nothing had before. */
    public void madeVersionOfNumbers(long made) {
        if (version != null) {
            throw new IllegalStateException(
                    "expected to hear of the transaction's first version, got " + made + " after " + version);
        }
        version = made;
        ofNumbers = true;
    }

    private long bumped(String sql) {
        Long known = version;
        if (known == null) {
            known = createQuery(sql).mapTo(Long.class).one();
            version = known;
        }
        return known;
    }
}
