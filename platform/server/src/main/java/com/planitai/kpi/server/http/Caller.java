package com.planitai.kpi.server.http;

import com.planitai.kpi.tenancy.TenantId;
import java.util.UUID;

/** Who a verified credential speaks for. The tenant comes from here and from nowhere else. */
public sealed interface Caller {
    UUID user();

    record Member(TenantId tenant, UUID user, Role role) implements Caller {}

    record Operator(UUID user) implements Caller {}
}
