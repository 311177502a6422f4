package com.planitai.kpi.server.identity;

import com.planitai.kpi.tenancy.DirectoryTransaction;
import java.util.List;

/** Signing keys in the directory, their private halves sealed. */
final class SigningKeyRepository {
    private static final String ONE_MAKER = "SELECT pg_advisory_xact_lock(hashtext('directory.signing_key'))::text";
    private static final String ACTIVE = """
            SELECT kid, private_sealed
            FROM signing_key
            WHERE retired_at IS NULL
            ORDER BY created_at DESC, kid
            """;
    private static final String INSERT = """
            INSERT INTO signing_key (kid, algorithm, public_jwk, private_sealed)
            VALUES (:kid, 'ES256', CAST(:public AS jsonb), :private)
            """;

    /** A key whose private half only the master key opens. */
    static final class SealedKey {
        private final String kid;
        private final byte[] privateKey;

        SealedKey(String kid, byte[] privateKey) {
            this.kid = kid;
            this.privateKey = privateKey.clone();
        }

        String kid() {
            return kid;
        }

        byte[] privateKey() {
            return privateKey.clone();
        }
    }

    /** Held until the transaction ends, so that one instance makes the first key for all. */
    void lock(DirectoryTransaction transaction) {
        transaction.createQuery(ONE_MAKER).mapTo(String.class).one();
    }

    /** Newest first. */
    List<SealedKey> active(DirectoryTransaction transaction) {
        return transaction
                .createQuery(ACTIVE)
                .map((row, context) -> new SealedKey(row.getString("kid"), row.getBytes("private_sealed")))
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
}
