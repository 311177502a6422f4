package com.planitai.kpi.tenancy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.planitai.kpi.tenancy.testing.PostgresExtension;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class TenantLifecycleIT {
    @RegisterExtension
    static final PostgresExtension POSTGRES = new PostgresExtension();

    @Test
    void letsNobodyInWhileSuspended() {
        Tenant tenant = POSTGRES.newTenant("suspended");

        assertThat(lifecycle().suspend(tenant.slug()))
                .isInstanceOfSatisfying(LifecycleResult.Changed.class, changed -> {
                    assertThat(changed.tenant().state()).isEqualTo(Tenant.State.SUSPENDED);
                    assertThat(changed.tenant().revocationEpoch()).isEqualTo(tenant.revocationEpoch() + 1);
                });
        assertThat(POSTGRES.tenancy().directory().find(tenant.slug())).isEmpty();
        assertThatThrownBy(() -> POSTGRES.tenancy().database().inTransaction(tenant.id(), transaction -> ""))
                .isInstanceOf(TenantUnavailableException.class);
        assertThat(lifecycle().find(tenant.slug()))
                .get()
                .extracting(Tenant::state)
                .isEqualTo(Tenant.State.SUSPENDED);
    }

    @Test
    void endsAllSessionsByTheTimeItResumes() {
        Tenant tenant = POSTGRES.newTenant("resumed");
        Tenant bystander = POSTGRES.newTenant("bystander");
        beginSession(tenant);
        beginSession(bystander);
        lifecycle().suspend(tenant.slug());
        beginSession(tenant);

        assertThat(lifecycle().resume(tenant.slug())).isInstanceOf(LifecycleResult.Changed.class);

        assertThat(POSTGRES.tenancy().directory().find(tenant.slug())).isPresent();
        assertThat(sessions(tenant)).isEqualTo("0");
        assertThat(sessions(bystander)).isEqualTo("1");
    }

    @Test
    void isSafeToRepeat() {
        Tenant tenant = POSTGRES.newTenant("repeated");
        beginSession(tenant);

        assertThat(lifecycle().resume(tenant.slug())).isInstanceOf(LifecycleResult.AlreadySo.class);
        assertThat(sessions(tenant)).isEqualTo("1");
        lifecycle().suspend(tenant.slug());
        assertThat(lifecycle().suspend(tenant.slug())).isInstanceOf(LifecycleResult.AlreadySo.class);
    }

    @Test
    void leavesAnUnfinishedSignUpAsItIs() {
        Tenant tenant = POSTGRES.newTenant("unfinished");
        PostgresExtension.execute(
                POSTGRES.database(), "UPDATE directory.tenant SET state = 'PROVISIONING' WHERE slug = 'unfinished'");

        assertThat(lifecycle().suspend(tenant.slug())).isInstanceOf(LifecycleResult.NotFinished.class);
        assertThat(lifecycle().resume(tenant.slug())).isInstanceOf(LifecycleResult.NotFinished.class);
    }

    @Test
    void saysWhenThereIsNoSuchTenant() {
        TenantSlug nobody = new TenantSlug("nobody");

        assertThat(lifecycle().suspend(nobody)).isEqualTo(new LifecycleResult.NoSuchTenant(nobody));
        assertThat(lifecycle().resume(nobody)).isEqualTo(new LifecycleResult.NoSuchTenant(nobody));
        assertThat(lifecycle().find(nobody)).isEmpty();
    }

    @Test
    void listsTenantsInEveryState() {
        POSTGRES.newTenant("listed-a");
        Tenant second = POSTGRES.newTenant("listed-b");
        lifecycle().suspend(second.slug());

        assertThat(lifecycle().all())
                .extracting(tenant -> tenant.slug() + " " + tenant.state())
                .containsSubsequence("listed-a ACTIVE", "listed-b SUSPENDED");
    }

    private static TenantLifecycle lifecycle() {
        return POSTGRES.tenancy().lifecycle();
    }

    private static void beginSession(Tenant tenant) {
        UUID member = UUID.randomUUID();
        PostgresExtension.execute(
                POSTGRES.database(),
                "INSERT INTO %1$s.member (id, email, name, password_hash, role) VALUES ('%2$s', '%2$s@a.example', 'A', 'x', 'owner')"
                        .formatted(tenant.schema(), member));
        PostgresExtension.execute(
                POSTGRES.database(),
                "INSERT INTO %s.session (id, member_id, expires_at) VALUES ('%s', '%s', now() + interval '1 day')"
                        .formatted(tenant.schema(), UUID.randomUUID(), member));
    }

    private static String sessions(Tenant tenant) {
        return PostgresExtension.query(POSTGRES.database(), "SELECT count(*) FROM " + tenant.schema() + ".session")
                .getFirst();
    }
}
