package com.planitai.kpi.server.identity;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * How people sign in.
 *
 * @param accessTokenLifetime how long an access token holds
 * @param signUp who may make a tenant over HTTP
 * @param operator the operator that exists from the first start on, if one is configured
 */
public record IdentitySettings(
        Duration accessTokenLifetime,
        SignUp signUp,
        @Nullable FirstOperator operator) {
    public enum SignUp {
        OPEN,
        INVITE,
        CLOSED
    }

    public record FirstOperator(String email, String password) {
        @Override
        public String toString() {
            return "FirstOperator[email=" + email + ", password=***]";
        }
    }
}
