package com.planitai.kpi.server.http;

/** Turns the credential of a request into a caller. The features behind it never see a credential. */
@FunctionalInterface
public interface Authenticator {
    Authentication authenticate(Credential credential);

    /** What a request presented. */
    sealed interface Credential {
        record Bearer(String token) implements Credential {
            @Override
            public String toString() {
                return "Bearer[***]";
            }
        }

        record Cookie(String value) implements Credential {
            @Override
            public String toString() {
                return "Cookie[***]";
            }
        }
    }

    sealed interface Authentication {
        record Accepted(Caller caller) implements Authentication {}

        /** Unknown, expired or revoked: the caller is told no more than that. */
        record Rejected() implements Authentication {}
    }
}
