package com.planitai.kpi.server.secret;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Base64;
import java.util.Optional;
import javax.crypto.Cipher;
import javax.crypto.Mac;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/**
 * The key under which generated secrets are kept. Each purpose has a key of its own, derived by HMAC-SHA256, so that what was
 * sealed for one cannot be opened as another. AES-256-GCM with a random 96-bit nonce (NIST SP 800-38D). Thread-safe.
 */
public final class MasterKey {
    public static final int BYTES = 32;

    private static final int NONCE_BYTES = 12;
    private static final int TAG_BITS = 128;
    private static final String CIPHER = "AES/GCM/NoPadding";

    private final byte[] key;
    private final SecureRandom random;

    public MasterKey(byte[] key, SecureRandom random) {
        if (key.length != BYTES) {
            throw new IllegalArgumentException("master key: expected " + BYTES + " bytes, got " + key.length);
        }
        this.key = key.clone();
        this.random = random;
    }

    /** The bytes of a key written as base64; empty when it is not that. */
    public static Optional<byte[]> decode(String base64) {
        try {
            byte[] bytes = Base64.getDecoder().decode(base64.strip());
            return bytes.length == BYTES ? Optional.of(bytes) : Optional.empty();
        } catch (IllegalArgumentException malformed) {
            return Optional.empty();
        }
    }

    public byte[] bytes() {
        return key.clone();
    }

    public byte[] seal(String purpose, byte[] secret) {
        byte[] nonce = new byte[NONCE_BYTES];
        random.nextBytes(nonce);
        byte[] sealed = run(Cipher.ENCRYPT_MODE, purpose, nonce, secret);
        return ByteBuffer.allocate(NONCE_BYTES + sealed.length)
                .put(nonce)
                .put(sealed)
                .array();
    }

    /**
     * What was sealed for this purpose.
     *
     * @throws IllegalStateException when it was sealed under another master key or was changed since
     */
    public byte[] open(String purpose, byte[] sealed) {
        byte[] nonce = Arrays.copyOf(sealed, NONCE_BYTES);
        return run(Cipher.DECRYPT_MODE, purpose, nonce, Arrays.copyOfRange(sealed, NONCE_BYTES, sealed.length));
    }

    /** Whether it was sealed for this purpose under this key. */
    public boolean opens(String purpose, byte[] sealed) {
        try {
            open(purpose, sealed);
            return true;
        } catch (IllegalStateException anotherKey) {
            return false;
        }
    }

    private byte[] run(int mode, String purpose, byte[] nonce, byte[] input) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(key, "HmacSHA256"));
            byte[] derived = mac.doFinal(("seal:" + purpose).getBytes(StandardCharsets.UTF_8));
            Cipher cipher = Cipher.getInstance(CIPHER);
            cipher.init(mode, new SecretKeySpec(derived, "AES"), new GCMParameterSpec(TAG_BITS, nonce));
            return cipher.doFinal(input);
        } catch (GeneralSecurityException exception) {
            throw new IllegalStateException(
                    "a stored secret cannot be read: MASTER_KEY is not the one it was sealed under", exception);
        }
    }
}
