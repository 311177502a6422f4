package com.planitai.kpi.engine.evaluation;

import com.planitai.kpi.engine.model.KpiCode;
import com.planitai.kpi.engine.model.KpiGraph;
import com.planitai.kpi.engine.time.FiscalCalendar;
import com.planitai.kpi.engine.time.Grain;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A graph and a calendar, and the programs that queries over them have needed so far: what does not change with numbers.
 * Keep one for as long as the definitions stay the same. Thread-safe.
 */
public final class CompiledGraph {
    /** Programs and shapes of each kind that are kept; beyond, all of the kind are forgotten and made anew. */
    static final int MAX_KEPT = 512;

    private final KpiGraph graph;
    private final FiscalCalendar calendar;
    private final Map<ProgramKey, Program> programs = new ConcurrentHashMap<>();
    private final Map<ShapeKey, TreeShape> shapes = new ConcurrentHashMap<>();
    private volatile @Nullable SetOver lastSetOver;
    private volatile @Nullable LastProgram lastProgram;

    public CompiledGraph(KpiGraph graph, FiscalCalendar calendar) {
        this.graph = graph;
        this.calendar = calendar;
    }

    /** Of the state of observations that was asked for last. */
    private record SetOver(Map<KpiCode, KpiObservations> observed, Set<KpiCode> kpis) {
        @SuppressWarnings("ReferenceEquality") // a state never changes
        boolean isOf(Map<KpiCode, KpiObservations> state) {
            return observed == state;
        }
    }

    private record ProgramKey(List<KpiCode> targets, Grain grain, List<String> grouping, Set<KpiCode> setOver) {
        /** Without a look at ten thousand codes that are the same list. */
        @SuppressWarnings("ReferenceEquality")
        boolean isOf(List<KpiCode> otherTargets, Grain otherGrain, List<String> otherGrouping, Set<KpiCode> otherSet) {
            return targets == otherTargets
                    && grain == otherGrain
                    && grouping.equals(otherGrouping)
                    && setOver.equals(otherSet);
        }
    }

    private record LastProgram(ProgramKey key, Program program) {}

    private record ShapeKey(KpiCode root, List<Influence> influences) {}

    public KpiGraph graph() {
        return graph;
    }

    public FiscalCalendar calendar() {
        return calendar;
    }

    /** Answers questions about these observations at an instant. */
    public Evaluation evaluation(ObservationTable observations, Instant now) {
        return new Evaluation(this, observations, now, Overrides.NONE);
    }

    Program program(List<KpiCode> targets, Grain grain, List<String> grouping, Set<KpiCode> setOver) {
        var last = lastProgram;
        if (last != null && last.key().isOf(targets, grain, grouping, setOver)) {
            return last.program();
        }
        var wanted = new ProgramKey(targets, grain, grouping, setOver);
        var program = kept(
                programs,
                wanted,
                key -> new ProgramBuilder(graph, calendar, setOver).build(targets, grain, BlockKey.Split.by(grouping)));
        lastProgram = new LastProgram(wanted, program);
        return program;
    }

    TreeShape shape(KpiCode root, List<Influence> influences) {
        return kept(shapes, new ShapeKey(root, influences), key -> new TreeShape(graph, root, influences));
    }

    /** Formula KPIs over which a scenario sets values; none in what happened, where formulas are always computed. */
    Set<KpiCode> setOver(ObservationTable observations, String scenario) {
        if (scenario.equals(InputReader.ACTUAL)) {
            return Set.of();
        }
        var observed = observations.scenario(scenario);
        var last = lastSetOver;
        if (last == null || !last.isOf(observed)) {
            last = new SetOver(observed, formulas(observed.keySet()));
            lastSetOver = last;
        }
        return last.kpis();
    }

    private Set<KpiCode> formulas(Collection<KpiCode> kpis) {
        return kpis.stream()
                .filter(kpi -> graph.contains(kpi) && !graph.definition(kpi).isInput())
                .collect(Collectors.toUnmodifiableSet());
    }

    private static <K, V> V kept(Map<K, V> known, K key, Function<K, V> make) {
        var found = known.get(key);
        if (found == null) {
            if (known.size() >= MAX_KEPT) {
                known.clear();
            }
            found = make.apply(key);
            known.put(key, found);
        }
        return found;
    }
}
