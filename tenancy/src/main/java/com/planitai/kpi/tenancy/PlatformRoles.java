package com.planitai.kpi.tenancy;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.postgresql.PGConnection;

/**
 * The three roles of the platform: {@value #OWNER} owns every object, {@value #PROVISION} may make roles and act as the
 * owner, {@value #APP} is what requests are served as. The administrator of the settings is asked only when something is
 * missing.
 */
final class PlatformRoles {
    static final String OWNER = "kpi_owner";
    static final String PROVISION = "kpi_provision";
    static final String APP = "kpi_app";

    /** First release whose grants say whether a membership is inherited or only allows SET ROLE. */
    private static final int EXPLICIT_MEMBERSHIP_VERSION = 160_000;

    /** Roles belong to the whole server, so two databases that are set up at once may collide. */
    private static final int ATTEMPTS = 5;

    private static final Set<String> COLLISIONS = Set.of("23505", "42710", "XX000", "40P01");
    private static final String INSUFFICIENT_PRIVILEGE = "42501";
    private static final long SET_UP_LOCK = 0x6b70695f726f6c65L;

    /** SQLSTATE of the driver when the server asks for a password and there is none. */
    private static final String NO_PASSWORD = "08004";

    private static final String PASSWORD_REMEDY =
            "Run migrate once with this MASTER_KEY and with that user's password in DATABASE_PASSWORD or DATABASE_URL";
    private static final String REMEDY =
            "Run migrate once with a DATABASE_URL whose user is a superuser, or may create roles and "
                    + "owns the database (CREATEROLE, administrator of the roles above where they exist)";

    private final DatabaseSettings administrator;
    private final RolePasswords passwords;

    /** Something missing and what an administrator would run. */
    private record Need(String description, String sql) {}

    PlatformRoles(DatabaseSettings administrator, RolePasswords passwords) {
        this.administrator = administrator;
        this.passwords = passwords;
    }

    /** Makes what is missing; does nothing when all is there. */
    void ensure() {
        try {
            List<String> lockedOut = lockedOut();
            List<Need> known = lockedOut.isEmpty() ? needsAsProvision() : List.of();
            if (lockedOut.isEmpty() && known.isEmpty()) {
                return;
            }
            setUpPersistently(lockedOut, known);
        } catch (SQLException failure) {
            throw new DatabaseUnavailableException(administrator, failure);
        }
    }

    /** What {@link #ensure} would make or mend, one sentence each; changes nothing. */
    List<String> missing() {
        try {
            List<String> lockedOut = lockedOut();
            return missing(lockedOut.contains(PROVISION) ? List.of() : needsAsProvision(), lockedOut);
        } catch (SQLException failure) {
            throw new DatabaseUnavailableException(administrator, failure);
        }
    }

    private List<String> lockedOut() throws SQLException {
        List<String> lockedOut = new ArrayList<>();
        for (String role : List.of(APP, PROVISION)) {
            if (!canLogIn(role)) {
                lockedOut.add(role);
            }
        }
        return lockedOut;
    }

    private static String doesNotLogIn(String role) {
        return "role " + role + " does not log in with the password that MASTER_KEY gives";
    }

    private boolean canLogIn(String role) throws SQLException {
        try (Connection connection = connect(role)) {
            return connection.isValid(0);
        } catch (SQLException refused) {
            if (isRefusal(refused)) {
                return false;
            }
            throw refused;
        }
    }

    /** Whether the server answered, and would not let this user in. */
    static boolean isRefusal(SQLException failure) {
        String state = String.valueOf(failure.getSQLState());
        return state.startsWith("28") || state.equals(INSUFFICIENT_PRIVILEGE);
    }

    private List<Need> needsAsProvision() throws SQLException {
        try (Connection connection = connect(PROVISION)) {
            return needs(connection);
        }
    }

    private Connection connect(String role) throws SQLException {
        return Pools.single(administrator.withUser(role, passwords.of(role))).getConnection();
    }

    /** The administrator is asked for only now: a server whose roles are all there needs no password of theirs. */
    private Connection administer(List<String> lockedOut, List<Need> known) throws SQLException {
        try {
            return Pools.single(administrator).getConnection();
        } catch (SQLException refused) {
            if (!isRefusal(refused) && !NO_PASSWORD.equals(refused.getSQLState())) {
                throw refused;
            }
            List<String> missing = missing(known, lockedOut);
            missing.add(administrator + ", who could mend that, cannot log in: " + refused.getMessage());
            throw new DatabaseNotPreparedException(missing, PASSWORD_REMEDY + ".", refused);
        }
    }

    private void setUpPersistently(List<String> lockedOut, List<Need> known) throws SQLException {
        for (int attempt = 1; ; attempt++) {
            try (Connection connection = administer(lockedOut, known)) {
                setUp(connection, lockedOut);
                return;
            } catch (SQLException failure) {
                if (attempt == ATTEMPTS || !COLLISIONS.contains(String.valueOf(failure.getSQLState()))) {
                    throw failure;
                }
            }
        }
    }

    private void setUp(Connection connection, List<String> lockedOut) throws SQLException {
        connection.setAutoCommit(false);
        List<Need> needs = needs(connection);
        try (Statement statement = connection.createStatement()) {
            statement.execute("SELECT pg_advisory_xact_lock(" + SET_UP_LOCK + ")");
            needs = needs(connection);
            for (Need need : needs) {
                statement.execute(need.sql());
            }
            for (String role : lockedOut) {
                char[] secret = passwords.of(role).toCharArray();
                connection.unwrap(PGConnection.class).alterUserPassword(role, secret, "scram-sha-256");
            }
            List<Need> left = needs(connection);
            if (!left.isEmpty()) {
                throw notPrepared(left, List.of(), null);
            }
            connection.commit();
        } catch (SQLException failure) {
            connection.rollback();
            if (INSUFFICIENT_PRIVILEGE.equals(failure.getSQLState())) {
                throw notPrepared(needs, lockedOut, failure);
            }
            throw failure;
        }
    }

    private DatabaseNotPreparedException notPrepared(
            List<Need> needs, List<String> lockedOut, @Nullable SQLException cause) {
        List<String> missing = missing(needs, lockedOut);
        String sql = needs.stream().map(Need::sql).collect(Collectors.joining("; "));
        String remedy = REMEDY + (sql.isEmpty() ? "." : ", or have an administrator run: " + sql + ";");
        return cause == null
                ? new DatabaseNotPreparedException(missing, remedy)
                : new DatabaseNotPreparedException(missing, remedy, cause);
    }

    private static List<String> missing(List<Need> needs, List<String> lockedOut) {
        List<String> missing =
                new ArrayList<>(needs.stream().map(Need::description).toList());
        lockedOut.forEach(role -> missing.add(doesNotLogIn(role)));
        return missing;
    }

    private static List<Need> needs(Connection connection) throws SQLException {
        var needs = new ArrayList<Need>();
        roleNeed(connection, needs, OWNER, "NOLOGIN NOINHERIT", "NOT rolcanlogin AND NOT rolinherit AND NOT rolsuper");
        roleNeed(
                connection,
                needs,
                PROVISION,
                "LOGIN NOINHERIT CREATEROLE",
                "rolcanlogin AND NOT rolinherit AND rolcreaterole AND NOT rolsuper");
        roleNeed(
                connection,
                needs,
                APP,
                "LOGIN NOINHERIT NOCREATEROLE",
                "rolcanlogin AND NOT rolinherit AND NOT rolcreaterole AND NOT rolsuper AND NOT rolbypassrls");
        boolean explicit = explicitMembership(connection);
        if (!mayBecome(connection, PROVISION, OWNER, explicit ? "SET" : "MEMBER")) {
            needs.add(new Need(
                    "role " + PROVISION + " may not act as " + OWNER, grantMembership(OWNER, PROVISION, explicit)));
        }
        databaseNeed(connection, needs, OWNER, "CREATE");
        databaseNeed(connection, needs, PROVISION, "CONNECT");
        databaseNeed(connection, needs, APP, "CONNECT");
        return needs;
    }

    private static void roleNeed(
            Connection connection, List<Need> needs, String role, String attributes, String condition)
            throws SQLException {
        String sql = "SELECT " + condition + ", rolsuper OR rolbypassrls FROM pg_roles WHERE rolname = ?";
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.setString(1, role);
            try (ResultSet row = statement.executeQuery()) {
                if (!row.next()) {
                    needs.add(new Need("role " + role + " is missing", "CREATE ROLE " + role + " " + attributes));
                } else if (!row.getBoolean(1)) {
                    // Only a superuser may even mention these two.
                    String above = row.getBoolean(2) ? " NOSUPERUSER NOBYPASSRLS" : "";
                    needs.add(new Need(
                            "role " + role + " should be " + attributes + above,
                            "ALTER ROLE " + role + " " + attributes + above));
                }
            }
        }
    }

    private static void databaseNeed(Connection connection, List<Need> needs, String role, String privilege)
            throws SQLException {
        boolean granted = isTrue(
                connection,
                "SELECT bool_and(has_database_privilege(oid, current_database(), ?)) FROM pg_roles WHERE rolname = ?",
                privilege,
                role);
        if (!granted) {
            String database = quoted(connection.getCatalog());
            needs.add(new Need(
                    "role " + role + " lacks " + privilege + " on database " + database,
                    "GRANT " + privilege + " ON DATABASE " + database + " TO " + role));
        }
    }

    private static boolean mayBecome(Connection connection, String member, String role, String privilege)
            throws SQLException {
        return isTrue(connection, """
                SELECT pg_has_role(member.oid, role.oid, ?)
                FROM pg_roles member, pg_roles role
                WHERE member.rolname = ? AND role.rolname = ?
                """, privilege, member, role);
    }

    private static boolean isTrue(Connection connection, String sql, String... arguments) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            for (int index = 0; index < arguments.length; index++) {
                statement.setString(index + 1, arguments[index]);
            }
            try (ResultSet row = statement.executeQuery()) {
                return row.next() && row.getBoolean(1);
            }
        }
    }

    static boolean explicitMembership(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("SELECT current_setting('server_version_num')::int")) {
            return row.next() && row.getInt(1) >= EXPLICIT_MEMBERSHIP_VERSION;
        }
    }

    /** Lets the member SET ROLE without having the role's privileges by itself; before 16 its NOINHERIT says so. */
    static String grantMembership(String role, String member, boolean explicit) {
        return "GRANT " + role + " TO " + member + (explicit ? " WITH INHERIT FALSE, SET TRUE" : "");
    }

    private static String quoted(String identifier) {
        return '"' + identifier.replace("\"", "\"\"") + '"';
    }
}
