package com.planitai.kpi.server.kpi;

import com.planitai.kpi.tenancy.Tenancy;
import com.planitai.kpi.tenancy.TenantTransaction;
import com.planitai.kpi.tenancy.testing.PostgresExtension;
import com.planitai.kpi.tenancy.testing.TenantIsolationContract;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.extension.RegisterExtension;

class DimensionIsolationIT extends TenantIsolationContract<String> {
    @RegisterExtension
    static final PostgresExtension POSTGRES = new PostgresExtension();

    private final DimensionRepository repository = new DimensionRepository();

    @Override
    protected Tenancy tenancy() {
        return POSTGRES.tenancy();
    }

    @Override
    protected String write(TenantTransaction transaction) {
        String code = "c" + UUID.randomUUID().toString().substring(0, 30).replace("-", "");
        repository.insert(
                transaction, new DimensionRecord(code, "Name", List.of(new DimensionRecord.Member("kr", "Korea"))));
        return code;
    }

    @Override
    protected Optional<?> read(TenantTransaction transaction, String key) {
        return repository.all(transaction).stream()
                .filter(dimension -> dimension.code().equals(key) && dimension.hasMember("kr"))
                .findFirst();
    }

    @Override
    protected List<String> tables() {
        return List.of("dimension", "dimension_member");
    }
}
