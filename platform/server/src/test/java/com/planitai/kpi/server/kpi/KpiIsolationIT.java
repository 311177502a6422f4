package com.planitai.kpi.server.kpi;

import com.planitai.kpi.engine.model.KpiCode;
import com.planitai.kpi.engine.time.Grain;
import com.planitai.kpi.engine.unit.Unit;
import com.planitai.kpi.engine.unit.UnitType;
import com.planitai.kpi.tenancy.Tenancy;
import com.planitai.kpi.tenancy.TenantTransaction;
import com.planitai.kpi.tenancy.testing.PostgresExtension;
import com.planitai.kpi.tenancy.testing.TenantIsolationContract;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.extension.RegisterExtension;

class KpiIsolationIT extends TenantIsolationContract<KpiCode> {
    @RegisterExtension
    static final PostgresExtension POSTGRES = new PostgresExtension();

    private final KpiRepository repository = new KpiRepository();

    @Override
    protected Tenancy tenancy() {
        return POSTGRES.tenancy();
    }

    @Override
    protected KpiCode write(TenantTransaction transaction) {
        KpiCode code = new KpiCode("k" + UUID.randomUUID().toString().replace("-", ""));
        repository.insert(
                transaction,
                List.of(new KpiDeclaration(
                        code,
                        "Name",
                        null,
                        Unit.of(UnitType.COUNT),
                        null,
                        Grain.DAY,
                        null,
                        null,
                        null,
                        null,
                        null,
                        null,
                        List.of(),
                        null,
                        null,
                        List.of(),
                        null,
                        List.of())),
                Instant.EPOCH);
        return code;
    }

    @Override
    protected Optional<?> read(TenantTransaction transaction, KpiCode key) {
        return repository.find(transaction, key);
    }

    @Override
    protected List<String> tables() {
        return List.of("kpi", "kpi_version", "dimension", "dimension_member", "scenario", "audit_event");
    }
}
