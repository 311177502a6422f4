package com.planitai.kpi.tenancy.testing;

import com.planitai.kpi.tenancy.DatabaseSettings;
import com.planitai.kpi.tenancy.NewTenant;
import com.planitai.kpi.tenancy.ProvisionResult.Provisioned;
import com.planitai.kpi.tenancy.ProvisionResult.SlugTaken;
import com.planitai.kpi.tenancy.Tenancy;
import com.planitai.kpi.tenancy.TenancyLimits;
import com.planitai.kpi.tenancy.Tenant;
import com.planitai.kpi.tenancy.TenantSlug;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Properties;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;

/**
 * Gives a test class a fresh database on PostgreSQL: the server that {@code DATABASE_URL} names (its user must be able to
 * make databases and roles), otherwise one embedded server for the whole run. Register it in a static field.
 */
public final class PostgresExtension implements BeforeAllCallback, AfterAllCallback {
    private static final Namespace NAMESPACE = Namespace.create(PostgresExtension.class);
    private static final int MASTER_KEY_BYTES = 32;

    private final List<DatabaseSettings> databases = new ArrayList<>();
    private @Nullable TestServer server;
    private @Nullable Tenancy tenancy;

    @Override
    public void beforeAll(ExtensionContext context) {
        server = context.getRoot()
                .getStore(NAMESPACE)
                .computeIfAbsent("server", key -> TestServer.start(), TestServer.class);
    }

    @Override
    public void afterAll(ExtensionContext context) throws SQLException {
        if (tenancy != null) {
            tenancy.close();
        }
        for (DatabaseSettings database : databases) {
            drop(database);
        }
    }

    /** A new, empty database, with its administrator. Dropped after the test class. */
    public DatabaseSettings freshDatabase() {
        String name = "test_" + UUID.randomUUID().toString().replace("-", "");
        execute(administrator(), "CREATE DATABASE " + name);
        DatabaseSettings database = administrator().withDatabase(name);
        databases.add(database);
        return database;
    }

    /** Tenancy on a fresh, migrated database: the same one for the whole test class. */
    public synchronized Tenancy tenancy() {
        Tenancy open = tenancy;
        if (open == null) {
            open = open(freshDatabase(), TenancyLimits.DEFAULT);
            open.migrations().migrate();
            tenancy = open;
        }
        return open;
    }

    /** Opens one more tenancy; the caller closes it. */
    public Tenancy open(DatabaseSettings database, TenancyLimits limits) {
        return Tenancy.open(database, masterKey(), limits, Clock.systemUTC(), UUID::randomUUID);
    }

    /** A new tenant of {@link #tenancy()}, with its settings row and nothing else. */
    public Tenant newTenant(String slug) {
        return newTenant(tenancy(), slug);
    }

    /** A new tenant of the given tenancy, with its settings row and nothing else. */
    public static Tenant newTenant(Tenancy tenancy, String slug) {
        var request = new NewTenant(new TenantSlug(slug), slug, Locale.ENGLISH, ZoneOffset.UTC);
        return switch (tenancy.provisioning().provision(request, transaction -> {})) {
            case Provisioned(Tenant tenant) -> tenant;
            case SlugTaken(TenantSlug taken) -> throw new IllegalStateException(taken + " is taken already");
        };
    }

    /** The master key of all test tenancies: the roles are shared by the databases of a server. */
    public static byte[] masterKey() {
        byte[] key = new byte[MASTER_KEY_BYTES];
        Arrays.fill(key, (byte) 7);
        return key;
    }

    /** Runs one statement as the administrator, beside all walls. */
    public static void execute(DatabaseSettings database, String sql) {
        try (Connection connection = connect(database);
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        } catch (SQLException failure) {
            throw new IllegalStateException(sql, failure);
        }
    }

    /** The first column of what one query answers to the administrator, as text. */
    public static List<String> query(DatabaseSettings database, String sql) {
        try (Connection connection = connect(database);
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            var values = new ArrayList<String>();
            while (rows.next()) {
                values.add(String.valueOf(rows.getString(1)));
            }
            return values;
        } catch (SQLException failure) {
            throw new IllegalStateException(sql, failure);
        }
    }

    /** The database of {@link #tenancy()}. */
    public DatabaseSettings database() {
        tenancy();
        return databases.getFirst();
    }

    public static Connection connect(DatabaseSettings database) throws SQLException {
        var properties = new Properties();
        properties.setProperty("user", database.user());
        String password = database.password();
        if (password != null) {
            properties.setProperty("password", password);
        }
        return DriverManager.getConnection(
                "jdbc:postgresql://" + database.host() + ":" + database.port() + "/" + database.database(), properties);
    }

    private DatabaseSettings administrator() {
        return Objects.requireNonNull(server, "register the extension in a static field")
                .administrator();
    }

    private void drop(DatabaseSettings database) {
        List<String> roles =
                query(database, "SELECT 'kpi_' || nspname FROM pg_namespace WHERE nspname ~ '^t_[0-9a-f]{32}$'");
        execute(administrator(), "DROP DATABASE " + database.database() + " WITH (FORCE)");
        roles.forEach(role -> execute(administrator(), "DROP ROLE IF EXISTS " + role));
    }
}
