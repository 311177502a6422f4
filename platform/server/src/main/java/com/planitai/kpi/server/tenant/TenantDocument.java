package com.planitai.kpi.server.tenant;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.planitai.kpi.engine.time.FiscalCalendar;
import com.planitai.kpi.engine.time.Period;
import com.planitai.kpi.engine.time.WorkingDays;
import com.planitai.kpi.engine.time.YearNaming;
import com.planitai.kpi.server.http.Fault;
import com.planitai.kpi.server.http.Json;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.Month;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.TreeSet;

/** Settings as the document that {@code PATCH /tenant} changes. */
final class TenantDocument {
    private TenantDocument() {}

    static ObjectNode write(TenantSettings settings) {
        FiscalCalendar calendar = settings.calendar();
        ObjectNode document = Json.MAPPER.createObjectNode();
        document.put("name", settings.name());
        document.put("locale", settings.locale());
        document.put("timeZone", calendar.zone().getId());
        document.putObject("fiscalCalendar")
                .put("firstMonth", calendar.firstMonth().getValue())
                .put("naming", calendar.naming().name());
        ArrayNode holidays = document.putArray("holidays");
        calendar.workingDays().holidays().forEach(day -> holidays.add(day.toString()));
        return document;
    }

    /** Reads a document that holds to the schema {@code TenantSettings}; empty with faults noted. */
    static Optional<TenantSettings> read(JsonNode document, long revision, List<Fault> faults) {
        int before = faults.size();
        String name = document.path("name").asText();
        if (name.isBlank()) {
            faults.add(Fault.at("/name", "TOO_SHORT", Map.of("name", "name", "expected", "1")));
        }
        ZoneId zone = zone(document.path("timeZone").asText(), faults);
        WorkingDays workingDays = new WorkingDays(holidays(document.path("holidays"), faults));
        if (faults.size() > before) {
            return Optional.empty();
        }
        JsonNode fiscal = document.path("fiscalCalendar");
        return Optional.of(new TenantSettings(
                name,
                document.path("locale").asText(),
                new FiscalCalendar(
                        zone,
                        Month.of(fiscal.path("firstMonth").asInt()),
                        YearNaming.valueOf(fiscal.path("naming").asText()),
                        workingDays),
                revision));
    }

    private static ZoneId zone(String text, List<Fault> faults) {
        try {
            return ZoneId.of(text);
        } catch (DateTimeException unknown) {
            faults.add(Fault.at("/timeZone", "TIME_ZONE_UNKNOWN", Map.of("value", text)));
            return ZoneOffset.UTC;
        }
    }

    private static NavigableSet<LocalDate> holidays(JsonNode array, List<Fault> faults) {
        NavigableSet<LocalDate> days = new TreeSet<>();
        for (int i = 0; i < array.size(); i++) {
            String text = array.path(i).asText();
            Optional<LocalDate> day = day(text);
            if (day.isPresent()) {
                days.add(day.get());
            } else {
                faults.add(Fault.at("/holidays/" + i, "DATE_NOT_READABLE", Map.of("value", text)));
            }
        }
        return days;
    }

    /** Of a year that periods have, too. */
    private static Optional<LocalDate> day(String text) {
        try {
            return Optional.of(LocalDate.parse(text)).filter(day -> day.getYear() >= Period.FIRST_YEAR);
        } catch (DateTimeParseException noDay) {
            return Optional.empty();
        }
    }
}
