package com.planitai.kpi.tenancy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.planitai.kpi.tenancy.ProvisionResult.Provisioned;
import com.planitai.kpi.tenancy.ProvisionResult.SlugTaken;
import com.planitai.kpi.tenancy.testing.PostgresExtension;
import java.time.Duration;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class ProvisioningIT {
    private static final int RIVALS = 6;
    private static final ZoneId SEOUL = ZoneId.of("Asia/Seoul");

    @RegisterExtension
    static final PostgresExtension POSTGRES = new PostgresExtension();

    @Test
    void makesAUsableTenantWithItsSettings() {
        Tenant tenant = provisioned(POSTGRES.tenancy(), "settings", "de-AT");

        assertThat(tenant.state()).isEqualTo(Tenant.State.ACTIVE);
        assertThat(settingsOf(tenant)).isEqualTo("settings de-AT Asia/Seoul 1 ENDS_IN 0");
        assertThat(settingsOf(provisioned(POSTGRES.tenancy(), "settings-ja", "ja")))
                .contains("STARTS_IN");
        assertThat(scenariosOf(tenant)).containsExactly("actual", "forecast", "plan");
    }

    @Test
    void letsExactlyOneOfSeveralSignUpsHaveASlug() throws Exception {
        var start = new CountDownLatch(1);
        var attempts = new ArrayList<Future<ProvisionResult>>();
        try (var executor = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int rival = 0; rival < RIVALS; rival++) {
                Callable<ProvisionResult> attempt = () -> {
                    start.await();
                    return provision(POSTGRES.tenancy(), "contested", "ko");
                };
                attempts.add(executor.submit(attempt));
            }
            start.countDown();
        }
        var results = new ArrayList<ProvisionResult>();
        for (Future<ProvisionResult> attempt : attempts) {
            results.add(attempt.get());
        }

        assertThat(results).hasAtLeastOneElementOfType(Provisioned.class);
        assertThat(results).filteredOn(SlugTaken.class::isInstance).hasSize(RIVALS - 1);
    }

    @Test
    void leavesNothingWhenTheSeedFails() {
        var begun = new ArrayList<TenantId>();
        assertThatThrownBy(() -> POSTGRES.tenancy().provisioning().provision(request("seedless", "en"), transaction -> {
                    begun.add(transaction.tenant());
                    throw new IllegalStateException("on purpose");
                }))
                .hasMessage("on purpose");

        assertThat(tracesOf(TenantSchemas.schemaName(begun.getFirst().value()))).isEmpty();
        assertThat(provision(POSTGRES.tenancy(), "seedless", "en")).isInstanceOf(Provisioned.class);
    }

    @Test
    void takesOverWhatACrashLeftOnlyAfterTheLimit() {
        Tenant crashed = provisioned(POSTGRES.tenancy(), "crashed", "en");
        PostgresExtension.execute(
                POSTGRES.database(), "UPDATE directory.tenant SET state = 'PROVISIONING' WHERE slug = 'crashed'");

        assertThat(provision(POSTGRES.tenancy(), "crashed", "en")).isInstanceOf(SlugTaken.class);
        PostgresExtension.execute(
                POSTGRES.database(),
                "UPDATE directory.tenant SET created_at = now() - interval '61 seconds' WHERE slug = 'crashed'");
        Tenant second = provisioned(POSTGRES.tenancy(), "crashed", "en");

        assertThat(second.id()).isNotEqualTo(crashed.id());
        assertThat(tracesOf(crashed.schema())).isEmpty();
        assertThat(scenariosOf(second)).hasSize(3);
    }

    @Test
    void resumesWhereNothingButTheReservationWasMade() {
        PostgresExtension.execute(POSTGRES.database(), """
                INSERT INTO directory.tenant (id, slug, name, shard, schema_name, role_name, state, plan, created_at)
                VALUES ('00000000-0000-0000-0000-000000000001', 'reserved', 'Reserved', 'main',
                    't_00000000000000000000000000000001', 'kpi_t_00000000000000000000000000000001', 'PROVISIONING',
                    'standard', now() - interval '1 hour')
                """);

        assertThat(provision(POSTGRES.tenancy(), "reserved", "en")).isInstanceOf(Provisioned.class);
    }

    @Test
    void losesTheSlugWhenTakenForDead() {
        DatabaseSettings database = POSTGRES.freshDatabase();
        var limits = new TenancyLimits(
                5, 1, 2, Duration.ofSeconds(5), Duration.ofSeconds(30), Duration.ofSeconds(30), Duration.ZERO);
        try (Tenancy tenancy = POSTGRES.open(database, limits)) {
            tenancy.migrations().migrate();
            var rival = new ArrayList<ProvisionResult>();
            ProvisionResult slow = tenancy.provisioning()
                    .provision(
                            request("slow", "en"),
                            transaction -> transaction.afterCommit(() -> rival.add(provision(tenancy, "slow", "en"))));

            assertThat(slow).isInstanceOf(SlugTaken.class);
            assertThat(rival).first().isInstanceOf(Provisioned.class);
        }
    }

    private static NewTenant request(String slug, String language) {
        return new NewTenant(new TenantSlug(slug), slug, Locale.forLanguageTag(language), SEOUL);
    }

    private static ProvisionResult provision(Tenancy tenancy, String slug, String language) {
        return tenancy.provisioning().provision(request(slug, language), transaction -> {});
    }

    private static Tenant provisioned(Tenancy tenancy, String slug, String language) {
        return ((Provisioned) provision(tenancy, slug, language)).tenant();
    }

    private static String settingsOf(Tenant tenant) {
        return POSTGRES.tenancy()
                .database()
                .reading(
                        tenant.id(),
                        transaction ->
                                transaction.createQuery("""
                        SELECT concat_ws(' ', name, locale, time_zone, fiscal_first_month, fiscal_naming, data_version)
                        FROM settings
                        """).mapTo(String.class).one());
    }

    private static List<String> scenariosOf(Tenant tenant) {
        return POSTGRES.tenancy()
                .database()
                .reading(
                        tenant.id(),
                        transaction -> transaction
                                .createQuery("SELECT code FROM scenario ORDER BY code")
                                .mapTo(String.class)
                                .list());
    }

    private static List<String> tracesOf(String schema) {
        return PostgresExtension.query(
                POSTGRES.database(),
                "SELECT nspname FROM pg_namespace WHERE nspname = '" + schema + "' UNION ALL "
                        + "SELECT rolname FROM pg_roles WHERE rolname = 'kpi_" + schema + "' UNION ALL "
                        + "SELECT slug FROM directory.tenant WHERE schema_name = '" + schema + "'");
    }
}
