package com.planitai.kpi.server.http;

import org.jspecify.annotations.Nullable;

/** The least a caller must be to use a route. Every route names one; there is no default. */
public enum Access {
    PUBLIC(null),
    VIEWER(Role.VIEWER),
    EDITOR(Role.EDITOR),
    ADMIN(Role.ADMIN),
    OWNER(Role.OWNER),
    OPERATOR(null);

    private final @Nullable Role least;

    Access(@Nullable Role least) {
        this.least = least;
    }

    public boolean allows(Caller caller) {
        return switch (caller) {
            case Caller.Operator operator -> this == OPERATOR || this == PUBLIC;
            case Caller.Member member ->
                this == PUBLIC || (least != null && member.role().includes(least));
        };
    }
}
