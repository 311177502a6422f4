package com.planitai.kpi.server.tree;

import com.planitai.kpi.engine.model.KpiCode;
import com.planitai.kpi.tenancy.Tenancy;
import com.planitai.kpi.tenancy.TenantTransaction;
import com.planitai.kpi.tenancy.testing.PostgresExtension;
import com.planitai.kpi.tenancy.testing.TenantIsolationContract;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.extension.RegisterExtension;

class TreeIsolationIT extends TenantIsolationContract<String> {
    @RegisterExtension
    static final PostgresExtension POSTGRES = new PostgresExtension();

    private final TreeRepository repository = new TreeRepository();

    @Override
    protected Tenancy tenancy() {
        return POSTGRES.tenancy();
    }

    @Override
    protected String write(TenantTransaction transaction) {
        String code = "c" + UUID.randomUUID().toString().substring(0, 30).replace("-", "");
        transaction.createUpdate("""
                        INSERT INTO kpi (code, name, unit, grain)
                        VALUES (:code, 'Name', '{"type":"COUNT"}', 'MONTH')
                        """).bind("code", code).execute();
        TreeDeclaration tree = new TreeDeclaration(code, "Name", new KpiCode(code), null, List.of());
        repository.insert(transaction, tree, Instant.EPOCH);
        return code;
    }

    @Override
    protected Optional<?> read(TenantTransaction transaction, String key) {
        return repository.find(transaction, key);
    }

    @Override
    protected List<String> tables() {
        return List.of("tree", "tree_influence");
    }
}
