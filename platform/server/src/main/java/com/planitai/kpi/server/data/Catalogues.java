package com.planitai.kpi.server.data;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.planitai.kpi.tenancy.TenantId;
import com.planitai.kpi.tenancy.TenantTransaction;
import java.util.Optional;

/** Catalogues of tenants that write often, kept with what tells whether they still hold. Thread-safe. */
final class Catalogues {
    /** Of all tenants together; some 30 MB. */
    private static final long MAX_KPIS = 100_000;

    private final CatalogueRepository repository;
    private final Cache<TenantId, Known> cache = Caffeine.newBuilder()
            .maximumWeight(MAX_KPIS)
            .weigher((TenantId tenant, Known known) ->
                    1 + known.catalogue().kpis().size())
            .build();

    /** @param definitionVersions how many versions of the tenant had changed definitions when it was read */
    record Known(Catalogue catalogue, long definitionVersions) {}

    Catalogues(CatalogueRepository repository) {
        this.repository = repository;
    }

    /** The last one that was read, which need not hold any longer. */
    Optional<Known> known(TenantId tenant) {
        return Optional.ofNullable(cache.getIfPresent(tenant));
    }

    /** As it is now and stays until the transaction ends, which must not have changed a definition itself. */
    Catalogue read(TenantTransaction tx) {
        repository.hold(tx);
        Known known = new Known(repository.whole(tx), repository.definitionVersions(tx));
        cache.put(tx.tenant(), known);
        return known.catalogue();
    }
}
