package com.planitai.kpi.server.data;

import com.planitai.kpi.engine.expression.NearestName;
import com.planitai.kpi.engine.time.FiscalCalendar;
import com.planitai.kpi.engine.time.Grain;
import com.planitai.kpi.engine.time.Period;
import com.planitai.kpi.server.data.CellFault.Part;
import com.planitai.kpi.server.kpi.ScenarioRecord;
import com.planitai.kpi.server.snapshot.MemberText;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Understands observations: the one place where it is decided what may be written. */
final class CellReader {
    private static final int MAX_KNOWN_PERIODS = 10_000;
    /** Of a day, 2026-10-31: nothing longer is a period. */
    private static final int MAX_PERIOD_CHARACTERS = 10;

    /** Finding the nearest of thousands of names takes long: an input that is wrong everywhere gets so many suggestions. */
    private static final int MAX_SUGGESTIONS = 200;

    private final Catalogue catalogue;
    private final @Nullable FiscalCalendar dates;
    private final Map<String, Optional<Period>> periods = new HashMap<>();
    private final Map<String, CellFault> unknown = new HashMap<>();

    private CellReader(Catalogue catalogue, @Nullable FiscalCalendar dates) {
        this.catalogue = catalogue;
        this.dates = dates;
    }

    static CellReader strict(Catalogue catalogue) {
        return new CellReader(catalogue, null);
    }

    /** Takes a full date for the period whose first day it is, as files have them. */
    static CellReader ofFiles(Catalogue catalogue, FiscalCalendar calendar) {
        return new CellReader(catalogue, calendar);
    }

    /** The cell, or empty with every fault of the observation noted. */
    Optional<Cell> read(ObservationInput input, List<CellFault> faults) {
        int before = faults.size();
        String scenario = input.scenario() == null ? ScenarioRecord.ACTUAL : input.scenario();
        if (!catalogue.scenarios().contains(scenario)) {
            faults.add(unknownHere(Part.SCENARIO, "", "UNKNOWN_SCENARIO", scenario, catalogue.scenarios()));
        }
        if (input.value() != null && !Double.isFinite(input.value())) {
            faults.add(CellFault.of(Part.VALUE, "VALUE_NOT_FINITE", Map.of()));
        }
        Period period = period(input.period());
        if (period == null) {
            faults.add(CellFault.of(Part.PERIOD, "PERIOD_NOT_READABLE", Map.of("value", input.period())));
        }
        CatalogueKpi kpi = catalogue.kpis().get(input.kpi());
        if (kpi == null) {
            faults.add(unknownHere(
                    Part.KPI, "", "UNKNOWN_KPI", input.kpi(), catalogue.kpis().keySet()));
            return Optional.empty();
        }
        if (!kpi.input() && scenario.equals(ScenarioRecord.ACTUAL)) {
            faults.add(CellFault.of(Part.KPI, "FORMULA_KPI_IS_COMPUTED", Map.of("kpi", kpi.code())));
        }
        members(kpi, input.members(), faults);
        Period own = period == null ? null : ofGrain(kpi, period, input.period(), faults);
        if (own == null || faults.size() > before) {
            return Optional.empty();
        }
        return Optional.of(
                new Cell(kpi.id(), kpi.code(), scenario, text(input.members()), own.ordinal(), input.value()));
    }

    /** A file names few periods many times. */
    private @Nullable Period period(String text) {
        if (text.length() > MAX_PERIOD_CHARACTERS) {
            return null;
        }
        if (periods.size() == MAX_KNOWN_PERIODS) {
            periods.clear();
        }
        return periods.computeIfAbsent(text, Period::parse).orElse(null);
    }

    private static String text(Map<String, String> members) {
        return members.isEmpty() ? "" : MemberText.write(new TreeMap<>(members));
    }

    private @Nullable Period ofGrain(CatalogueKpi kpi, Period period, String written, List<CellFault> faults) {
        if (period.grain() == kpi.grain()) {
            return period;
        }
        Map<String, String> arguments = Map.of(
                "kpi",
                kpi.code(),
                "value",
                written,
                "expected",
                kpi.grain().name(),
                "grain",
                period.grain().name());
        if (dates == null || period.grain() != Grain.DAY) {
            faults.add(CellFault.of(Part.PERIOD, "PERIOD_OF_OTHER_GRAIN", arguments));
            return null;
        }
        Period containing = dates.containing(kpi.grain(), dates.firstDay(period));
        if (!dates.firstDay(containing).equals(dates.firstDay(period))) {
            faults.add(CellFault.of(Part.PERIOD, "DATE_NOT_FIRST_OF_PERIOD", arguments));
            return null;
        }
        return containing;
    }

    private void members(CatalogueKpi kpi, Map<String, String> members, List<CellFault> faults) {
        int carried = 0;
        for (String dimension : kpi.dimensions()) {
            String member = members.get(dimension);
            Set<String> known = catalogue.dimensions().getOrDefault(dimension, Set.of());
            carried += member == null ? 0 : 1;
            if (member == null) {
                faults.add(new CellFault(
                        Part.MEMBER, dimension, "MEMBER_MISSING", Map.of("kpi", kpi.code(), "dimension", dimension)));
            } else if (!known.contains(member)) {
                CellFault fault = unknownHere(Part.MEMBER, dimension, "UNKNOWN_MEMBER", member, known);
                Map<String, String> arguments = new HashMap<>(fault.arguments());
                arguments.put("dimension", dimension);
                faults.add(new CellFault(Part.MEMBER, dimension, fault.code(), arguments));
            }
        }
        if (carried == members.size()) {
            return;
        }
        for (String dimension : new TreeMap<>(members).keySet()) {
            if (!kpi.dimensions().contains(dimension)) {
                faults.add(new CellFault(
                        Part.MEMBER,
                        dimension,
                        "DIMENSION_NOT_CARRIED",
                        Map.of("kpi", kpi.code(), "dimension", dimension)));
            }
        }
    }

    private CellFault unknownHere(Part part, String of, String code, String written, Collection<String> names) {
        if (written.length() > CellFault.MAX_QUOTED_CHARACTERS) {
            return unknown(part, code, written, Set.of());
        }
        String key = part + " " + of + " " + written;
        CellFault known = unknown.get(key);
        if (known != null) {
            return known;
        }
        CellFault fault = unknown(part, code, written, unknown.size() < MAX_SUGGESTIONS ? names : Set.of());
        if (unknown.size() < MAX_SUGGESTIONS) {
            unknown.put(key, fault);
        }
        return fault;
    }

    static CellFault unknown(Part part, String code, String written, Collection<String> known) {
        Map<String, String> arguments = new HashMap<>();
        arguments.put("code", written);
        NearestName.among(known, written).ifPresent(nearest -> arguments.put("suggestion", nearest));
        return CellFault.of(part, code, arguments);
    }
}
