package com.planitai.kpi.server.tenant;

import com.planitai.kpi.engine.time.FiscalCalendar;

/**
 * What a tenant decides for itself.
 *
 * @param locale a language tag
 * @param revision counts saves from 1: the entity tag
 */
record TenantSettings(String name, String locale, FiscalCalendar calendar, long revision) {
    TenantSettings {
        if (name.isBlank()) {
            throw new IllegalArgumentException("expected a name, got only blanks");
        }
    }
}
