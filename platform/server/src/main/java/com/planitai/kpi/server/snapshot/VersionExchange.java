package com.planitai.kpi.server.snapshot;

import com.planitai.kpi.server.coordination.Coordination;
import com.planitai.kpi.server.coordination.Coordination.Subscription;
import com.planitai.kpi.server.coordination.Key;
import com.planitai.kpi.tenancy.TenantId;
import com.planitai.kpi.tenancy.TenantVersions;
import com.planitai.kpi.tenancy.VersionListener.Origin;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;

/**
 * Tells the other instances what this one has committed, and hears what they have. Writers wait for nobody: a thread sends,
 * of several versions of a tenant the last.
 */
final class VersionExchange implements AutoCloseable {
    private static final Key TOPIC = Key.of("tenants", "versions");

    record Message(UUID tenant, long version) {}

    private final Coordination coordination;
    private final Map<TenantId, Long> unsent = new ConcurrentHashMap<>();
    private final Semaphore waiting = new Semaphore(0);
    private final Thread sender = Thread.ofVirtual().name("version-exchange").unstarted(this::keepSending);
    private final Subscription subscription;

    private VersionExchange(Coordination coordination, TenantVersions versions) {
        this.coordination = coordination;
        this.subscription = coordination.subscribe(
                TOPIC, Message.class, message -> versions.heard(new TenantId(message.tenant()), message.version()));
    }

    static VersionExchange open(Coordination coordination, TenantVersions versions) {
        var exchange = new VersionExchange(coordination, versions);
        exchange.sender.start();
        versions.listen((tenant, version, origin) -> {
            if (origin == Origin.HERE) {
                exchange.send(tenant, version);
            }
        });
        return exchange;
    }

    @Override
    public void close() {
        subscription.close();
        sender.interrupt();
    }

    private void send(TenantId tenant, long version) {
        unsent.merge(tenant, version, Math::max);
        waiting.release();
    }

    private void keepSending() {
        try {
            while (true) {
                waiting.acquire();
                waiting.drainPermits();
                for (TenantId tenant : Set.copyOf(unsent.keySet())) {
                    Long version = unsent.remove(tenant);
                    if (version != null) {
                        coordination.publish(TOPIC, new Message(tenant.value(), version));
                    }
                }
            }
        } catch (InterruptedException closed) {
            Thread.currentThread().interrupt();
        }
    }
}
