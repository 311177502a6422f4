package com.planitai.kpi.server.tenant;

import com.planitai.kpi.engine.time.FiscalCalendar;
import com.planitai.kpi.engine.time.WorkingDays;
import com.planitai.kpi.engine.time.YearNaming;
import com.planitai.kpi.tenancy.TenantTransaction;
import java.sql.Date;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.LocalDate;
import java.time.Month;
import java.time.ZoneId;
import java.util.Arrays;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** The row of {@code settings}. */
final class TenantSettingsRepository {
    private static final String FIND = """
            SELECT name, locale, time_zone, fiscal_first_month, fiscal_naming, holidays, revision
            FROM settings
            """;
    private static final String LOCK = """
            SELECT name, locale, time_zone, fiscal_first_month, fiscal_naming, holidays, revision
            FROM settings
            FOR UPDATE
            """;
    private static final String UPDATE = """
            UPDATE settings
            SET name = :name, locale = :locale, time_zone = :timeZone, fiscal_first_month = :firstMonth,
                fiscal_naming = :naming, holidays = CAST(:holidays AS date[]), revision = revision + 1
            WHERE id
            """;

    TenantSettings find(TenantTransaction tx) {
        return tx.createQuery(FIND).map((row, context) -> settings(row)).one();
    }

    /** The same, and nobody else changes it until the transaction ends. */
    TenantSettings lock(TenantTransaction tx) {
        return tx.createQuery(LOCK).map((row, context) -> settings(row)).one();
    }

    void update(TenantTransaction tx, TenantSettings settings) {
        FiscalCalendar calendar = settings.calendar();
        tx.createUpdate(UPDATE)
                .bind("name", settings.name())
                .bind("locale", settings.locale())
                .bind("timeZone", calendar.zone().getId())
                .bind("firstMonth", calendar.firstMonth().getValue())
                .bind("naming", calendar.naming().name())
                .bindArray(
                        "holidays",
                        String.class,
                        calendar.workingDays().holidays().stream()
                                .map(LocalDate::toString)
                                .toArray())
                .execute();
    }

    private static TenantSettings settings(ResultSet row) throws SQLException {
        Date[] holidays = (Date[]) row.getArray("holidays").getArray();
        return new TenantSettings(
                row.getString("name"),
                row.getString("locale"),
                new FiscalCalendar(
                        ZoneId.of(row.getString("time_zone")),
                        Month.of(row.getInt("fiscal_first_month")),
                        YearNaming.valueOf(row.getString("fiscal_naming")),
                        new WorkingDays(Arrays.stream(holidays)
                                .map(Date::toLocalDate)
                                .collect(Collectors.toCollection(TreeSet::new)))),
                row.getLong("revision"));
    }
}
