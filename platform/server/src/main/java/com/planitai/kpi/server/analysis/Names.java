package com.planitai.kpi.server.analysis;

import com.planitai.kpi.engine.evaluation.MemberFilter;
import com.planitai.kpi.engine.expression.NearestName;
import com.planitai.kpi.engine.model.KpiCode;
import com.planitai.kpi.engine.time.Grain;
import com.planitai.kpi.engine.time.Period;
import com.planitai.kpi.server.http.Fault;
import com.planitai.kpi.server.http.Place;
import com.planitai.kpi.server.http.Problem;
import com.planitai.kpi.server.http.ProblemType;
import com.planitai.kpi.server.snapshot.MemberFilters;
import com.planitai.kpi.server.snapshot.SnapshotTree;
import com.planitai.kpi.server.snapshot.TenantSnapshot;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What a request names, looked up in the tenant; gathers the faults of what is not there. Belongs to one request. */
final class Names {
    static final String PERIODS = "2026-10-31, 2026-W44, 2026-10, 2026-Q4, 2026";

    private final TenantSnapshot snapshot;
    private final List<Fault> faults = new ArrayList<>();

    Names(TenantSnapshot snapshot) {
        this.snapshot = snapshot;
    }

    Optional<KpiCode> kpi(String pointer, String text) {
        Optional<KpiCode> code =
                Optional.of(text).filter(KpiCode::isValid).map(KpiCode::new).filter(snapshot.graph()::contains);
        if (code.isEmpty()) {
            faults.add(unknown(
                    pointer,
                    "UNKNOWN_KPI",
                    text,
                    snapshot.graph().codes().stream().map(KpiCode::value).toList()));
        }
        return code;
    }

    Optional<SnapshotTree> tree(String pointer, String slug) {
        Optional<SnapshotTree> tree = snapshot.tree(slug);
        if (tree.isEmpty()) {
            faults.add(unknown(pointer, "UNKNOWN_TREE", slug, snapshot.trees().keySet()));
        }
        return tree;
    }

    void scenario(String pointer, String code) {
        Collection<String> known = snapshot.definitions().scenarios().keySet();
        if (!known.contains(code)) {
            faults.add(unknown(pointer, "UNKNOWN_SCENARIO", code, known));
        }
    }

    Optional<Period> period(String pointer, String text) {
        Optional<Period> period = Period.parse(text);
        if (period.isEmpty()) {
            faults.add(Fault.at(pointer, "PERIOD_NOT_READABLE", Map.of("value", text)));
        }
        return period;
    }

    /** Two periods that bound a range; the pointer is that of the object which names them. */
    Optional<PeriodRange> range(String pointer, PeriodRange.Input input, int limit) {
        Optional<Period> from = period(pointer + "/from", input.from());
        Optional<Period> to = period(pointer + "/to", input.to());
        if (from.isEmpty() || to.isEmpty()) {
            return Optional.empty();
        }
        PeriodRange range = new PeriodRange(from.get(), to.get());
        Optional<Fault> fault = range.fault(pointer + "/to", limit);
        fault.ifPresent(faults::add);
        return fault.isEmpty() ? Optional.of(range) : Optional.empty();
    }

    /** A KPI has values at its own grain and coarser. */
    void grain(String pointer, KpiCode kpi, Grain asked) {
        Grain own = snapshot.graph().definition(kpi).grain();
        if (asked.isFinerThan(own)) {
            faults.add(Fault.at(
                    pointer,
                    "FINER_THAN_GRAIN",
                    Map.of("kpi", kpi.value(), "grain", own.name(), "requested", asked.name())));
        }
    }

    void filters(List<MemberFilter> where, KpiCode kpi) {
        faults.addAll(MemberFilters.unknown(where, snapshot.definitions().dimensions()));
        where.forEach(filter -> dimension("where", filter.dimension(), kpi));
    }

    /** A dimension that the tenant has, but not the KPI; others are noted elsewhere. */
    void dimension(String pointer, String dimension, KpiCode kpi) {
        if (snapshot.definitions().dimensions().containsKey(dimension)
                && !snapshot.graph().resolved(kpi).dimensions().contains(dimension)) {
            faults.add(Fault.at(pointer, "DIMENSION_NOT_CARRIED", Map.of("kpi", kpi.value(), "dimension", dimension)));
        }
    }

    void add(Fault fault) {
        faults.add(fault);
    }

    List<Fault> faults() {
        return List.copyOf(faults);
    }

    boolean areKnown() {
        return faults.isEmpty();
    }

    void check() {
        if (!faults.isEmpty()) {
            throw Problem.of(ProblemType.INVALID_INPUT, faults).asException();
        }
    }

    static Fault unknown(String pointer, String code, String written, Collection<String> known) {
        return new Fault(
                code,
                Map.of("code", written),
                new Place.Pointer(pointer),
                NearestName.among(known, written).orElse(null));
    }
}
