package com.planitai.kpi.tenancy;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.jdbi.v3.core.JdbiException;
import org.postgresql.util.PasswordUtil;

/**
 * Moves the platform's roles, and whatever the caller keeps sealed in the directory, from one master key to another. Each
 * role changes its own password, as from PostgreSQL 16 on no other role of ours may; the sealed secrets move in the
 * transaction of kpi_app's. Stopped in the middle, it goes on where it was when it is run again.
 */
public final class MasterKeyRotation {
    private static final String SCRAM = "scram-sha-256";

    private final DatabaseSettings database;
    private final RolePasswords previous;
    private final RolePasswords next;

    /** How a rotation ended. */
    public sealed interface Result {
        record Rotated() implements Result {}

        /** These roles log in under neither key; nothing was changed. */
        record WrongPreviousKey(List<String> roles) implements Result {
            public WrongPreviousKey {
                roles = List.copyOf(roles);
            }
        }
    }

    public MasterKeyRotation(DatabaseSettings database, byte[] previous, byte[] next) {
        this.database = database;
        this.previous = new RolePasswords(previous);
        this.next = new RolePasswords(next);
    }

    /**
     * @param reseal seals anew what is still sealed under the previous key; what it throws leaves everything as it was
     * @throws DatabaseUnavailableException when the database does not answer
     */
    public Result run(DirectoryWork<?> reseal) {
        try {
            var lockedOut = new ArrayList<String>();
            for (String role : List.of(PlatformRoles.APP, PlatformRoles.PROVISION)) {
                if (!logsIn(role, next) && !logsIn(role, previous)) {
                    lockedOut.add(role);
                }
            }
            if (!lockedOut.isEmpty()) {
                return new Result.WrongPreviousKey(lockedOut);
            }
            move(PlatformRoles.APP, reseal);
            move(PlatformRoles.PROVISION, nothingElse -> true);
            return new Result.Rotated();
        } catch (SQLException failure) {
            throw new DatabaseUnavailableException(database, failure);
        } catch (JdbiException failure) {
            if (failure.getCause() instanceof SQLException cause) {
                throw new DatabaseUnavailableException(database, cause);
            }
            throw failure;
        }
    }

    private void move(String role, DirectoryWork<?> alongside) throws SQLException {
        RolePasswords present = logsIn(role, next) ? next : previous;
        String setPassword =
                PasswordUtil.genAlterUserPasswordSQL(role, next.of(role).toCharArray(), SCRAM);
        new Transactions(Tenancy.jdbi(Pools.single(as(role, present))), DatabaseObserver.NONE, new KnownVersions())
                .inDirectory(role, transaction -> {
                    alongside.run(transaction);
                    return transaction.createUpdate(setPassword).execute();
                });
    }

    private boolean logsIn(String role, RolePasswords passwords) throws SQLException {
        try (Connection connection = Pools.single(as(role, passwords)).getConnection()) {
            return connection.isValid(0);
        } catch (SQLException refused) {
            if (PlatformRoles.isRefusal(refused)) {
                return false;
            }
            throw refused;
        }
    }

    private DatabaseSettings as(String role, RolePasswords passwords) {
        return database.withUser(role, passwords.of(role));
    }
}
