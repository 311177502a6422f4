package com.planitai.kpi.server.job;

import com.planitai.kpi.tenancy.Tenancy;
import com.planitai.kpi.tenancy.TenantTransaction;
import com.planitai.kpi.tenancy.testing.PostgresExtension;
import com.planitai.kpi.tenancy.testing.TenantIsolationContract;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.extension.RegisterExtension;

class JobIsolationIT extends TenantIsolationContract<UUID> {
    @RegisterExtension
    static final PostgresExtension POSTGRES = new PostgresExtension();

    private final JobRepository repository = new JobRepository();

    @Override
    protected Tenancy tenancy() {
        return POSTGRES.tenancy();
    }

    @Override
    protected UUID write(TenantTransaction transaction) {
        UUID id = UUID.randomUUID();
        repository.insert(transaction, id, "import", "{}", null);
        return id;
    }

    @Override
    protected Optional<?> read(TenantTransaction transaction, UUID key) {
        return repository.find(transaction, key);
    }

    @Override
    protected List<String> tables() {
        return List.of("job");
    }
}
