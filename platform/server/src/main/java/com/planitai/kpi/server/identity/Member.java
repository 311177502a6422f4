package com.planitai.kpi.server.identity;

import com.planitai.kpi.server.http.Role;
import java.util.UUID;

/** A person of a tenant. */
record Member(UUID id, String email, String name, String passwordHash, Role role) {
    @Override
    public String toString() {
        return "Member[" + id + ", " + role + "]";
    }
}
