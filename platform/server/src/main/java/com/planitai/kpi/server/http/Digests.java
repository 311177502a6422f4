package com.planitai.kpi.server.http;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** SHA-256. */
public final class Digests {
    private Digests() {}

    public static byte[] sha256(byte[] content) {
        return algorithm().digest(content);
    }

    public static String hex(byte[] content) {
        return HexFormat.of().formatHex(sha256(content));
    }

    public static MessageDigest algorithm() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException exception) {
            throw new IllegalStateException("every Java platform has SHA-256", exception);
        }
    }
}
