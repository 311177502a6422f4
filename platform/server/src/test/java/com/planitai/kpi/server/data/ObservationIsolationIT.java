package com.planitai.kpi.server.data;

import com.planitai.kpi.tenancy.Tenancy;
import com.planitai.kpi.tenancy.TenantTransaction;
import com.planitai.kpi.tenancy.testing.PostgresExtension;
import com.planitai.kpi.tenancy.testing.TenantIsolationContract;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.extension.RegisterExtension;

class ObservationIsolationIT extends TenantIsolationContract<UUID> {
    @RegisterExtension
    static final PostgresExtension POSTGRES = new PostgresExtension();

    private final ObservationRepository repository = new ObservationRepository();

    @Override
    protected Tenancy tenancy() {
        return POSTGRES.tenancy();
    }

    @Override
    protected UUID write(TenantTransaction transaction) {
        UUID batch = UUID.randomUUID();
        long kpi = transaction
                .createQuery("""
                        INSERT INTO kpi (code, name, unit, grain)
                        VALUES (:code, 'Orders', '{"type": "COUNT"}', 'YEAR')
                        RETURNING id
                        """)
                .bind("code", "k" + batch.toString().replace("-", ""))
                .mapTo(Long.class)
                .one();
        repository.write(
                transaction,
                new Batch(batch, Batch.API, null, null),
                List.of(new Cell(kpi, "orders", "actual", "", 2026, 1.0)));
        return batch;
    }

    @Override
    protected Optional<?> read(TenantTransaction transaction, UUID key) {
        return transaction
                .createQuery("SELECT value FROM observation WHERE batch = :batch")
                .bind("batch", key)
                .mapTo(Double.class)
                .findOne();
    }

    @Override
    protected List<String> tables() {
        return List.of("observation", "observation_history", "data_batch", "audit_event");
    }
}
