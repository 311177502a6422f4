package com.planitai.kpi.server.identity;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.KeyUse;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import com.planitai.kpi.server.secret.MasterKey;
import com.planitai.kpi.tenancy.DirectoryDatabase;
import com.planitai.kpi.tenancy.DirectoryTransaction;
import java.nio.charset.StandardCharsets;
import java.text.ParseException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** The keys that sign access tokens: made once for all instances, kept sealed in the directory. */
final class SigningKeys {
    private static final String PURPOSE = "signing-key";
    private static final SigningKeyRepository REPOSITORY = new SigningKeyRepository();

    private final Map<String, ECKey> keys;

    private SigningKeys(Map<String, ECKey> keys) {
        this.keys = keys;
    }

    static SigningKeys load(DirectoryDatabase directory, MasterKey master) {
        return new SigningKeys(directory.inTransaction(transaction -> {
            REPOSITORY.lock(transaction);
            Map<String, ECKey> found = read(transaction, master);
            return found.isEmpty() ? generate(transaction, master) : found;
        }));
    }

    /** The key that signs now: the newest. */
    ECKey current() {
        return keys.values().iterator().next();
    }

    Optional<ECKey> find(String kid) {
        return Optional.ofNullable(keys.get(kid));
    }

    /** Public halves as a JWK set (RFC 7517). */
    Map<String, Object> jwks() {
        return Map.of(
                "keys",
                keys.values().stream()
                        .map(key -> key.toPublicJWK().toJSONObject())
                        .toList());
    }

    private static Map<String, ECKey> read(DirectoryTransaction transaction, MasterKey master) {
        Map<String, ECKey> keys = new LinkedHashMap<>();
        REPOSITORY
                .active(transaction)
                .forEach(key -> keys.put(key.kid(), parse(master.open(PURPOSE, key.privateKey()))));
        return keys;
    }

    private static Map<String, ECKey> generate(DirectoryTransaction transaction, MasterKey master) {
        try {
            ECKey key = new ECKeyGenerator(Curve.P_256)
                    .keyUse(KeyUse.SIGNATURE)
                    .algorithm(JWSAlgorithm.ES256)
                    .keyIDFromThumbprint(true)
                    .generate();
            byte[] privateKey = master.seal(PURPOSE, key.toJSONString().getBytes(StandardCharsets.UTF_8));
            REPOSITORY.insert(
                    transaction,
                    new SigningKeyRepository.SealedKey(key.getKeyID(), privateKey),
                    key.toPublicJWK().toJSONString());
            return Map.of(key.getKeyID(), key);
        } catch (JOSEException exception) {
            throw new IllegalStateException("every Java platform has P-256", exception);
        }
    }

    private static ECKey parse(byte[] json) {
        try {
            return ECKey.parse(new String(json, StandardCharsets.UTF_8));
        } catch (ParseException exception) {
            throw new IllegalStateException("a stored signing key is not a JWK", exception);
        }
    }
}
