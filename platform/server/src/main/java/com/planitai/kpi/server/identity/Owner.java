package com.planitai.kpi.server.identity;

import java.util.regex.Pattern;

/** The first person of a tenant, as whoever makes the tenant says. Never prints the password. */
public record Owner(String email, String name, String password) {
    /** As the contract asks of a sign-up. */
    public static final int PASSWORD_MINIMUM_CHARACTERS = 10;

    public static final int PASSWORD_MAXIMUM_CHARACTERS = 256;
    public static final int EMAIL_MAXIMUM_CHARACTERS = 254;
    public static final int NAME_MAXIMUM_CHARACTERS = 200;

    private static final Pattern EMAIL = Pattern.compile("[^\\s@]+@[^\\s@]+\\.[^\\s@]+");

    public Owner {
        email = email.strip();
        name = name.strip();
        require(
                isEmail(email),
                "e-mail address: expected name@domain.tld of at most " + EMAIL_MAXIMUM_CHARACTERS + " characters, got '"
                        + email + "'");
        requireLength("name", name, 1, NAME_MAXIMUM_CHARACTERS);
        requireLength("password", password, PASSWORD_MINIMUM_CHARACTERS, PASSWORD_MAXIMUM_CHARACTERS);
    }

    @Override
    public String toString() {
        return "Owner[email=" + email + ", password=***]";
    }

    /** Whether an address without blanks around it can be one. */
    static boolean isEmail(String text) {
        return EMAIL.matcher(text).matches() && text.length() <= EMAIL_MAXIMUM_CHARACTERS;
    }

    /** Counts what a person sees as a character, as JSON Schema does. */
    private static void requireLength(String what, String text, int least, int most) {
        int length = text.codePointCount(0, text.length());
        require(
                length >= least && length <= most,
                what + ": expected " + least + " to " + most + " characters, got " + length);
    }

    private static void require(boolean holds, String otherwise) {
        if (!holds) {
            throw new IllegalArgumentException("owner's " + otherwise);
        }
    }
}
