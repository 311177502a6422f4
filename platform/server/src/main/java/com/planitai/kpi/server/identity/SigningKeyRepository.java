package com.planitai.kpi.server.identity;

import com.planitai.kpi.tenancy.DirectoryTransaction;
import java.time.Duration;
import java.util.List;

/** Signing keys in the directory, their private halves sealed. Ages are by the database's clock, the same for all instances. */
final class SigningKeyRepository {
    private static final String ONE_MAKER = "SELECT pg_advisory_xact_lock(hashtext('directory.signing_key'))::text";
    private static final String HAS_ACTIVE = """
            SELECT EXISTS (SELECT FROM signing_key WHERE retired_at IS NULL)
            """;
    private static final String ALL = """
            SELECT kid, private_sealed, true AS announced
            FROM signing_key
            ORDER BY created_at DESC, kid
            """;
    private static final String VERIFYING = """
            SELECT kid, private_sealed, created_at <= now() - make_interval(secs => :announcedSeconds) AS announced
            FROM signing_key
            WHERE retired_at IS NULL OR retired_at > now() - make_interval(secs => :verifiesSeconds)
            ORDER BY created_at DESC, kid
            """;
    private static final String INSERT = """
            INSERT INTO signing_key (kid, algorithm, public_jwk, private_sealed)
            VALUES (:kid, 'ES256', CAST(:public AS jsonb), :private)
            """;
    private static final String RESEAL = """
            UPDATE signing_key
            SET private_sealed = :private
            WHERE kid = :kid
            """;
    private static final String RETIRE_ACTIVE = """
            UPDATE signing_key
            SET retired_at = now()
            WHERE retired_at IS NULL
            """;
    private static final String DELETE_RETIRED = """
            DELETE FROM signing_key
            WHERE retired_at <= now() - make_interval(secs => :verifiesSeconds)
            """;
    private static final String DELETE_ALL = """
            DELETE FROM signing_key
            """;

    /** A key whose private half only the master key opens. */
    static final class SealedKey {
        private final String kid;
        private final byte[] privateKey;
        private final boolean announced;

        SealedKey(String kid, byte[] privateKey, boolean announced) {
            this.kid = kid;
            this.privateKey = privateKey.clone();
            this.announced = announced;
        }

        String kid() {
            return kid;
        }

        byte[] privateKey() {
            return privateKey.clone();
        }

        /** Whether everybody has had the time to learn of it. */
        boolean announced() {
            return announced;
        }
    }

    /** Held until the transaction ends, so that one instance makes the first key for all. */
    void lock(DirectoryTransaction transaction) {
        transaction.createQuery(ONE_MAKER).mapTo(String.class).one();
    }

    boolean hasActive(DirectoryTransaction transaction) {
        return transaction.createQuery(HAS_ACTIVE).mapTo(Boolean.class).one();
    }

    /** Newest first. */
    List<SealedKey> all(DirectoryTransaction transaction) {
        return transaction
                .createQuery(ALL)
                .map((row, context) -> new SealedKey(
                        row.getString("kid"), row.getBytes("private_sealed"), row.getBoolean("announced")))
                .list();
    }

    /** Those that are active or retired for less than {@code verifies}; newest first. */
    List<SealedKey> verifying(DirectoryTransaction transaction, Duration verifies, Duration announced) {
        return transaction
                .createQuery(VERIFYING)
                .bind("verifiesSeconds", verifies.toSeconds())
                .bind("announcedSeconds", announced.toSeconds())
                .map((row, context) -> new SealedKey(
                        row.getString("kid"), row.getBytes("private_sealed"), row.getBoolean("announced")))
                .list();
    }

    void insert(DirectoryTransaction transaction, SealedKey key, String publicJwk) {
        transaction
                .createUpdate(INSERT)
                .bind("kid", key.kid())
                .bind("public", publicJwk)
                .bind("private", key.privateKey())
                .execute();
    }

    void reseal(DirectoryTransaction transaction, SealedKey key) {
        transaction
                .createUpdate(RESEAL)
                .bind("kid", key.kid())
                .bind("private", key.privateKey())
                .execute();
    }

    void retireActive(DirectoryTransaction transaction) {
        transaction.createUpdate(RETIRE_ACTIVE).execute();
    }

    /** Removes those that were retired {@code verifies} ago or earlier. */
    void deleteRetired(DirectoryTransaction transaction, Duration verifies) {
        transaction
                .createUpdate(DELETE_RETIRED)
                .bind("verifiesSeconds", verifies.toSeconds())
                .execute();
    }

    void deleteAll(DirectoryTransaction transaction) {
        transaction.createUpdate(DELETE_ALL).execute();
    }
}
