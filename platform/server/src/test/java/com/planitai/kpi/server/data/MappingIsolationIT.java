package com.planitai.kpi.server.data;

import com.planitai.kpi.tenancy.Tenancy;
import com.planitai.kpi.tenancy.TenantTransaction;
import com.planitai.kpi.tenancy.testing.PostgresExtension;
import com.planitai.kpi.tenancy.testing.TenantIsolationContract;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.extension.RegisterExtension;

class MappingIsolationIT extends TenantIsolationContract<String> {
    @RegisterExtension
    static final PostgresExtension POSTGRES = new PostgresExtension();

    private final MappingRepository repository = new MappingRepository();

    @Override
    protected Tenancy tenancy() {
        return POSTGRES.tenancy();
    }

    @Override
    protected String write(TenantTransaction transaction) {
        String name = UUID.randomUUID().toString();
        var column = new ImportMapping.Source("column", null, null);
        repository.insert(
                transaction,
                new ImportMapping(name, new ImportMapping.PeriodColumn("p", null), column, column, null, null));
        return name;
    }

    @Override
    protected Optional<?> read(TenantTransaction transaction, String key) {
        return repository.find(transaction, key);
    }

    @Override
    protected List<String> tables() {
        return List.of("import_mapping");
    }
}
