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
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The keys that sign access tokens: made once for all instances, kept sealed in the directory. A new key is announced before
 * it signs, for longer than anybody holds an older list, so that nobody meets a signature of a key that he does not know; a
 * retired one verifies until its last token has expired. Thread-safe.
 */
final class SigningKeys {
    /** How often an instance asks the directory for the keys. */
    static final Duration REFRESH = Duration.ofSeconds(10);

    /** How long others may keep the published list. */
    static final Duration PUBLISHED_LIST_LIFETIME = Duration.ofMinutes(5);

    /** Age at which a key begins to sign, unless there is no older one. */
    static final Duration ANNOUNCED_FOR = PUBLISHED_LIST_LIFETIME.plus(REFRESH.multipliedBy(2));

    private static final Logger LOG = LoggerFactory.getLogger(SigningKeys.class);
    private static final String PURPOSE = "signing-key";
    private static final SigningKeyRepository REPOSITORY = new SigningKeyRepository();

    private final DirectoryDatabase directory;
    private final MasterKey master;
    private final Duration tokenLifetime;
    private final Clock clock;
    private final ReentrantLock refreshing = new ReentrantLock();
    private volatile Known known;

    /** @param byId newest first */
    private record Known(ECKey current, Map<String, ECKey> byId, Instant refreshAt) {}

    private SigningKeys(
            DirectoryDatabase directory, MasterKey master, Duration tokenLifetime, Clock clock, Known known) {
        this.directory = directory;
        this.master = master;
        this.tokenLifetime = tokenLifetime;
        this.clock = clock;
        this.known = known;
    }

    static SigningKeys load(DirectoryDatabase directory, MasterKey master, Duration tokenLifetime, Clock clock) {
        Known first = directory.inTransaction(transaction -> {
            REPOSITORY.lock(transaction);
            if (!REPOSITORY.hasActive(transaction)) {
                insertNew(transaction, master);
            }
            return read(transaction, master, tokenLifetime, clock.instant());
        });
        return new SigningKeys(directory, master, tokenLifetime, clock, first);
    }

    /**
     * Makes the key that follows the present one, which retires.
     *
     * @param forgetOthers whether tokens signed before are void at once
     * @return the id of the new key
     */
    static String rotate(DirectoryDatabase directory, MasterKey master, Duration tokenLifetime, boolean forgetOthers) {
        return directory.inTransaction(transaction -> {
            REPOSITORY.lock(transaction);
            // Proves that this is the master key of the installation before anything is sealed under it.
            REPOSITORY.all(transaction).forEach(key -> master.open(PURPOSE, key.privateKey()));
            if (forgetOthers) {
                REPOSITORY.deleteAll(transaction);
            } else {
                REPOSITORY.deleteRetired(transaction, verifiesFor(tokenLifetime));
                REPOSITORY.retireActive(transaction);
            }
            return insertNew(transaction, master);
        });
    }

    /** Seals every key anew that is still sealed under the previous master key. */
    static void reseal(DirectoryTransaction transaction, MasterKey previous, MasterKey next) {
        REPOSITORY.lock(transaction);
        for (SigningKeyRepository.SealedKey key : REPOSITORY.all(transaction)) {
            if (next.opens(PURPOSE, key.privateKey())) {
                continue;
            }
            byte[] secret = previous.open(PURPOSE, key.privateKey());
            REPOSITORY.reseal(
                    transaction, new SigningKeyRepository.SealedKey(key.kid(), next.seal(PURPOSE, secret), true));
        }
    }

    /** How long after its retirement a key may still be needed. */
    static Duration verifiesFor(Duration tokenLifetime) {
        return ANNOUNCED_FOR.plus(REFRESH).plus(tokenLifetime);
    }

    /** The key that signs now. */
    ECKey current() {
        return fresh().current();
    }

    Optional<ECKey> find(String kid) {
        return Optional.ofNullable(fresh().byId().get(kid));
    }

    /** Public halves as a JWK set (RFC 7517). */
    Map<String, Object> jwks() {
        return Map.of(
                "keys",
                fresh().byId().values().stream()
                        .map(key -> key.toPublicJWK().toJSONObject())
                        .toList());
    }

    /** One caller refreshes, the others go on with what is known; so do all while the directory does not answer. */
    private Known fresh() {
        if (known.refreshAt().isAfter(clock.instant()) || !refreshing.tryLock()) {
            return known;
        }
        try {
            Instant now = clock.instant();
            if (!known.refreshAt().isAfter(now)) {
                known = refreshed(now);
            }
        } finally {
            refreshing.unlock();
        }
        return known;
    }

    private Known refreshed(Instant now) {
        try {
            return directory.inTransaction(transaction -> read(transaction, master, tokenLifetime, now));
        } catch (RuntimeException failure) {
            LOG.warn("the signing keys could not be read again, those known stay in use: {}", failure.getMessage());
            return new Known(known.current(), known.byId(), now.plus(REFRESH));
        }
    }

    private static Known read(DirectoryTransaction transaction, MasterKey master, Duration tokenLifetime, Instant now) {
        Map<String, ECKey> keys = new LinkedHashMap<>();
        ECKey current = null;
        boolean announced = false;
        for (SigningKeyRepository.SealedKey sealed :
                REPOSITORY.verifying(transaction, verifiesFor(tokenLifetime), ANNOUNCED_FOR)) {
            ECKey key = parse(master.open(PURPOSE, sealed.privateKey()));
            keys.put(key.getKeyID(), key);
            // The newest that has been announced long enough; the oldest where none has.
            if (!announced) {
                current = key;
                announced = sealed.announced();
            }
        }
        if (current == null) {
            throw new IllegalStateException("the directory has no signing key");
        }
        return new Known(current, keys, now.plus(REFRESH));
    }

    private static String insertNew(DirectoryTransaction transaction, MasterKey master) {
        try {
            ECKey key = new ECKeyGenerator(Curve.P_256)
                    .keyUse(KeyUse.SIGNATURE)
                    .algorithm(JWSAlgorithm.ES256)
                    .keyIDFromThumbprint(true)
                    .generate();
            byte[] privateKey = master.seal(PURPOSE, key.toJSONString().getBytes(StandardCharsets.UTF_8));
            REPOSITORY.insert(
                    transaction,
                    new SigningKeyRepository.SealedKey(key.getKeyID(), privateKey, false),
                    key.toPublicJWK().toJSONString());
            return key.getKeyID();
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
