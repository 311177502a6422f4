package com.planitai.kpi.tenancy;

import com.planitai.kpi.tenancy.VersionListener.Origin;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;

/** The highest version of each tenant that this instance has heard of. Thread-safe. */
final class KnownVersions {
    static final long NONE = 0;

    private final Map<TenantId, Long> highest = new ConcurrentHashMap<>();
    private final List<VersionListener> listeners = new CopyOnWriteArrayList<>();

    long of(TenantId tenant) {
        return highest.getOrDefault(tenant, NONE);
    }

    /** A transaction of this instance has committed it. */
    void committed(TenantId tenant, long version) {
        highest.merge(tenant, version, Math::max);
        tell(tenant, version, Origin.HERE);
    }

    void heard(TenantId tenant, long version) {
        Long before = highest.get(tenant);
        if (before != null && before >= version) {
            return;
        }
        highest.merge(tenant, version, Math::max);
        tell(tenant, version, Origin.ELSEWHERE);
    }

    /** Nothing happens when something else was heard in the meantime. */
    void correct(TenantId tenant, long heard, long actual) {
        highest.replace(tenant, heard, actual);
    }

    void listen(VersionListener listener) {
        listeners.add(listener);
    }

    private void tell(TenantId tenant, long version, Origin origin) {
        listeners.forEach(listener -> listener.reached(tenant, version, origin));
    }
}
