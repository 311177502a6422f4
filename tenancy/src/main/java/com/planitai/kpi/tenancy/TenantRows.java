package com.planitai.kpi.tenancy;

import com.planitai.kpi.tenancy.Tenant.State;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.UUID;
import org.jdbi.v3.core.mapper.RowMapper;
import org.jdbi.v3.core.statement.StatementContext;

/** Reads a row of {@code directory.tenant}. */
final class TenantRows implements RowMapper<Tenant> {
    @Override
    public Tenant map(ResultSet row, StatementContext context) throws SQLException {
        return new Tenant(
                new TenantId(row.getObject("id", UUID.class)),
                new TenantSlug(row.getString("slug")),
                row.getString("name"),
                State.valueOf(row.getString("state")),
                row.getString("plan"),
                row.getString("shard"),
                row.getString("schema_name"),
                row.getString("role_name"),
                row.getString("schema_version"),
                row.getLong("revocation_epoch"));
    }
}
