package com.planitai.kpi.server.identity;

import com.password4j.Argon2Function;
import com.password4j.Password;
import com.password4j.types.Argon2;
import java.util.concurrent.Semaphore;
import java.util.function.Supplier;

/**
 * Argon2id with 19 MiB, two passes and one lane, the first choice of the OWASP password storage cheat sheet. Bounded, because
 * each check takes a core and 19 MiB for a tenth of a second.
 */
final class PasswordHashing {
    private static final int MEMORY_KIBIBYTES = 19 * 1024;
    private static final int PASSES = 2;
    private static final int LANES = 1;
    private static final int HASH_BYTES = 32;
    private static final int SALT_BYTES = 16;
    private static final int CHECKS_AT_ONCE = 8;

    private final Argon2Function argon2 =
            Argon2Function.getInstance(MEMORY_KIBIBYTES, PASSES, LANES, HASH_BYTES, Argon2.ID);
    private final Semaphore places = new Semaphore(CHECKS_AT_ONCE);
    /** Checked against when there is no such account, so that the time taken tells nothing. */
    private final String nobody = hash("no account has this password");

    String hash(String password) {
        return bounded(() ->
                Password.hash(password).addRandomSalt(SALT_BYTES).with(argon2).getResult());
    }

    boolean matches(String password, String hash) {
        return bounded(() -> Password.check(password, hash).with(Argon2Function.getInstanceFromHash(hash)));
    }

    /** Takes as long as {@link #matches} and is always false. */
    boolean matchesNobody(String password) {
        boolean ignored = matches(password, nobody);
        return ignored && password.isEmpty();
    }

    private <T> T bounded(Supplier<T> work) {
        places.acquireUninterruptibly();
        try {
            return work.get();
        } finally {
            places.release();
        }
    }
}
