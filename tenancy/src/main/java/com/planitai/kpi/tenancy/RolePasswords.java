package com.planitai.kpi.tenancy;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Base64;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** Passwords of the platform's login roles: derived from the master key, so that instances agree without another secret. */
final class RolePasswords {
    static final int MASTER_KEY_MINIMUM_BYTES = 32;
    private static final String ALGORITHM = "HmacSHA256";
    private static final String LABEL = "planitai-kpi/postgresql-role/";

    private final SecretKeySpec masterKey;

    RolePasswords(byte[] masterKey) {
        if (masterKey.length < MASTER_KEY_MINIMUM_BYTES) {
            throw new IllegalArgumentException(
                    "master key: expected " + MASTER_KEY_MINIMUM_BYTES + " bytes or more, got " + masterKey.length);
        }
        this.masterKey = new SecretKeySpec(masterKey, ALGORITHM);
    }

    String of(String role) {
        try {
            var mac = Mac.getInstance(ALGORITHM);
            mac.init(masterKey);
            byte[] digest = mac.doFinal((LABEL + role).getBytes(StandardCharsets.UTF_8));
            return Base64.getUrlEncoder().withoutPadding().encodeToString(digest);
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException(ALGORITHM + " is in every JDK", impossible);
        }
    }
}
