package com.planitai.kpi.tenancy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.planitai.kpi.tenancy.MasterKeyRotation.Result;
import com.planitai.kpi.tenancy.embedded.EmbeddedDatabase;
import com.planitai.kpi.tenancy.embedded.EmbeddedOptions;
import com.planitai.kpi.tenancy.testing.PostgresExtension;
import java.nio.file.Path;
import java.time.Clock;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** On a server of its own, because roles belong to the whole server. */
class MasterKeyRotationIT {
    private static final Path BINARIES = Path.of(System.getProperty("java.io.tmpdir"), "planitai-kpi-test");
    private static final byte[] OLD = key(1);
    private static final byte[] NEW = key(2);
    private static final byte[] OTHER = key(3);

    @TempDir
    private Path folder;

    private EmbeddedDatabase server;
    private DatabaseSettings withoutAdministrator;

    @BeforeEach
    void start() {
        server = EmbeddedDatabase.start(folder, new EmbeddedOptions(BINARIES, false));
        try (Tenancy tenancy = open(server.settings(), OLD)) {
            tenancy.migrations().migrate();
        }
        withoutAdministrator = server.settings().withUser("nobody", "wrong");
    }

    @AfterEach
    void stop() {
        server.close();
    }

    @Test
    void movesBothRolesWithoutAnAdministrator() {
        assertThat(rotate(OLD, NEW, transaction -> true)).isInstanceOf(Result.Rotated.class);

        assertOpens(NEW);
        assertThat(Tenancy.missing(withoutAdministrator, OLD)).hasSize(2);
    }

    @Test
    void sealsAnewInTheTransactionThatChangesThePassword() {
        assertThatThrownBy(() -> rotate(OLD, NEW, transaction -> {
                    transaction.createUpdate("DELETE FROM operator").execute();
                    throw new IllegalStateException("opens under neither key");
                }))
                .hasMessage("opens under neither key");

        assertOpens(OLD);
    }

    @Test
    void goesOnWhereItWasStopped() {
        AtomicInteger sealed = new AtomicInteger();
        // As after a kill between the two roles.
        new MasterKeyRotation(withoutAdministrator, OLD, NEW).run(transaction -> sealed.incrementAndGet());
        moveBack("kpi_provision", OLD);

        assertThat(rotate(OLD, NEW, transaction -> sealed.incrementAndGet())).isInstanceOf(Result.Rotated.class);
        assertThat(rotate(OLD, NEW, transaction -> sealed.incrementAndGet())).isInstanceOf(Result.Rotated.class);

        assertThat(sealed).hasValue(3);
        assertOpens(NEW);
    }

    @Test
    void changesNothingUnderAWrongPreviousKey() {
        AtomicInteger sealed = new AtomicInteger();

        assertThat(rotate(OTHER, NEW, transaction -> sealed.incrementAndGet()))
                .isInstanceOfSatisfying(
                        Result.WrongPreviousKey.class,
                        wrong -> assertThat(wrong.roles()).containsExactly("kpi_app", "kpi_provision"));

        assertThat(sealed).hasValue(0);
        assertOpens(OLD);
    }

    @Test
    void saysWhenTheDatabaseDoesNotAnswer() {
        server.close();

        assertThatThrownBy(() -> rotate(OLD, NEW, transaction -> true))
                .isInstanceOf(DatabaseUnavailableException.class);
    }

    private Result rotate(byte[] previous, byte[] next, DirectoryWork<?> reseal) {
        return new MasterKeyRotation(withoutAdministrator, previous, next).run(reseal);
    }

    private void moveBack(String role, byte[] key) {
        PostgresExtension.execute(
                server.settings(), "ALTER ROLE " + role + " PASSWORD '" + new RolePasswords(key).of(role) + "'");
    }

    private void assertOpens(byte[] key) {
        assertThat(Tenancy.missing(withoutAdministrator, key)).isEmpty();
        try (Tenancy tenancy = open(withoutAdministrator, key)) {
            assertThat(tenancy.isReachable()).isTrue();
            assertThat(tenancy.migrations().check()).isInstanceOf(DatabaseState.Current.class);
        }
    }

    private static Tenancy open(DatabaseSettings settings, byte[] key) {
        return Tenancy.open(settings, key, TenancyLimits.DEFAULT, Clock.systemUTC(), UUID::randomUUID);
    }

    private static byte[] key(int first) {
        byte[] key = new byte[RolePasswords.MASTER_KEY_MINIMUM_BYTES];
        key[0] = (byte) first;
        return key;
    }
}
