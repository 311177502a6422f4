package com.planitai.kpi.server.tree;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.planitai.kpi.tenancy.TenantDatabase;
import com.planitai.kpi.tenancy.TenantId;
import java.util.Optional;

/** Trees without their layout, by the tenant's version, so that an evaluation of a warm tenant reads no tree. */
final class TreeCache {
    private static final int MAX_TREES = 20_000;

    private final TenantDatabase database;
    private final TreeRepository repository;
    private final Cache<Key, Entry> cache =
            Caffeine.newBuilder().maximumSize(MAX_TREES).build();

    TreeCache(TenantDatabase database, TreeRepository repository) {
        this.database = database;
        this.repository = repository;
    }

    private record Key(TenantId tenant, String slug) {}

    /** @param version of the tenant at which the tree is, or is not */
    record Entry(long version, Optional<TreeDeclaration> tree) {}

    /** The tree at this version of the tenant or at a later one. */
    Entry at(TenantId tenant, String slug, long version) {
        Key key = new Key(tenant, slug);
        Entry cached = cache.getIfPresent(key);
        if (cached != null && cached.version() >= version) {
            return cached;
        }
        Entry fresh = database.reading(
                tenant,
                tx -> new Entry(
                        repository.version(tx),
                        repository.find(tx, slug).map(TreeRecord::declared).map(TreeCache::withoutLayout)));
        if (fresh.tree().isPresent()) {
            cache.put(key, fresh);
        }
        return fresh;
    }

    private static TreeDeclaration withoutLayout(TreeDeclaration tree) {
        return new TreeDeclaration(tree.slug(), tree.name(), tree.root(), null, tree.influences());
    }
}
