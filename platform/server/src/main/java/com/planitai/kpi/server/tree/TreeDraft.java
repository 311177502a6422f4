package com.planitai.kpi.server.tree;

import com.planitai.kpi.engine.expression.NearestName;
import com.planitai.kpi.engine.expression.ParsedFormula;
import com.planitai.kpi.engine.model.KpiCode;
import com.planitai.kpi.server.http.Fault;
import com.planitai.kpi.server.http.Place;
import com.planitai.kpi.server.kpi.DefinitionAudit;
import com.planitai.kpi.server.kpi.DefinitionChange;
import com.planitai.kpi.server.kpi.DefinitionChange.Action;
import com.planitai.kpi.server.kpi.DefinitionChange.Kind;
import com.planitai.kpi.server.kpi.DefinitionDraft;
import com.planitai.kpi.server.kpi.KpiDeclaration;
import com.planitai.kpi.server.tree.TreeDeclaration.Influence;
import com.planitai.kpi.tenancy.TenantTransaction;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Changes to trees, part of a draft of definitions: gathered, checked against the KPIs as they would be, then written. */
public final class TreeDraft {
    private static final String ARROW = " → ";

    private final TenantTransaction tx;
    private final TreeRepository repository;
    private final DefinitionDraft definitions;
    private final Map<String, TreeDeclaration> before = new TreeMap<>();
    private final Map<String, TreeDeclaration> trees = new TreeMap<>();
    private final Map<String, String> places = new LinkedHashMap<>();
    private final Map<KpiCode, List<KpiCode>> references = new HashMap<>();

    TreeDraft(TenantTransaction tx, TreeRepository repository, DefinitionDraft definitions) {
        this.tx = tx;
        this.repository = repository;
        this.definitions = definitions;
        repository.all(tx).forEach(tree -> before.put(tree.slug(), tree.declared()));
        trees.putAll(before);
    }

    /** Trees as they were when the draft was opened, by slug. */
    public Map<String, TreeDeclaration> before() {
        return before;
    }

    /** @param pointer of its document in the caller's input, where its faults will be put */
    public void put(TreeDeclaration tree, String pointer) {
        trees.put(tree.slug(), tree);
        places.put(tree.slug(), pointer);
    }

    public void remove(String slug) {
        trees.remove(slug);
    }

    public List<DefinitionChange> changes() {
        Map<String, DefinitionChange> changes = new TreeMap<>();
        places.keySet().forEach(slug -> changes.put(slug, change(slug)));
        before.keySet().stream()
                .filter(slug -> !trees.containsKey(slug))
                .forEach(slug -> changes.put(slug, change(slug)));
        return List.copyOf(changes.values());
    }

    public List<Fault> check() {
        references.clear();
        List<Fault> faults = new ArrayList<>();
        Map<KpiCode, KpiDeclaration> kpis = definitions.kpis();
        for (TreeDeclaration tree : trees.values()) {
            String place = places.get(tree.slug());
            if (place == null) {
                orphaned(tree, kpis, faults);
            } else {
                known(tree.root(), place + "/root", kpis, faults);
                for (int i = 0; i < tree.influences().size(); i++) {
                    Influence influence = tree.influences().get(i);
                    String at = place + "/influences/" + i;
                    known(influence.from(), at + "/from", kpis, faults);
                    known(influence.to(), at + "/to", kpis, faults);
                }
            }
            circles(tree, place == null ? "" : place, faults);
        }
        return faults;
    }

    /** Writes what was checked; the version has been raised by then. */
    public void write(@Nullable UUID actor, Instant now) {
        List<DefinitionChange> changes =
                changes().stream().filter(change -> !change.changesNothing()).toList();
        List<String> deleted = new ArrayList<>();
        for (DefinitionChange change : changes) {
            TreeDeclaration tree = trees.get(change.code());
            if (tree == null) {
                deleted.add(change.code());
            } else if (change.action() == Action.CREATE) {
                repository.insert(tx, tree, now);
            } else {
                repository.update(tx, tree, now);
            }
        }
        repository.delete(tx, deleted);
        DefinitionAudit.record(
                tx, now, actor, changes.stream().map(DefinitionChange::audited).toList());
    }

    private DefinitionChange change(String slug) {
        return DefinitionChange.between(
                Kind.TREE,
                slug,
                Optional.ofNullable(before.get(slug)).map(TreeDocument::write).orElse(null),
                Optional.ofNullable(trees.get(slug)).map(TreeDocument::write).orElse(null));
    }

    /** A tree that nobody touched loses a KPI. */
    private static void orphaned(TreeDeclaration tree, Map<KpiCode, KpiDeclaration> kpis, List<Fault> faults) {
        List<KpiCode> named = new ArrayList<>(List.of(tree.root()));
        tree.influences().forEach(influence -> named.addAll(List.of(influence.from(), influence.to())));
        named.stream()
                .distinct()
                .filter(code -> !kpis.containsKey(code))
                .forEach(code ->
                        faults.add(Fault.at("", "NEEDED_BY_TREE", Map.of("code", code.value(), "slug", tree.slug()))));
    }

    private static void known(KpiCode code, String pointer, Map<KpiCode, KpiDeclaration> kpis, List<Fault> faults) {
        if (!kpis.containsKey(code)) {
            String suggestion = NearestName.among(
                            kpis.keySet().stream().map(KpiCode::value).toList(), code.value())
                    .orElse(null);
            faults.add(new Fault("UNKNOWN_KPI", Map.of("code", code.value()), new Place.Pointer(pointer), suggestion));
        }
    }

    /** Influences together with formulas must not close a circle either: a tree has a bottom. */
    private void circles(TreeDeclaration tree, String place, List<Fault> faults) {
        for (int i = 0; i < tree.influences().size(); i++) {
            Influence influence = tree.influences().get(i);
            List<KpiCode> path = path(influence.to(), influence.from(), tree);
            if (!path.isEmpty()) {
                List<String> circle = new ArrayList<>(List.of(influence.from().value()));
                path.forEach(code -> circle.add(code.value()));
                faults.add(Fault.at(
                        place.isEmpty() && !places.containsKey(tree.slug()) ? "" : place + "/influences/" + i,
                        "INFLUENCE_CYCLE",
                        Map.of("path", String.join(ARROW, circle), "slug", tree.slug())));
            }
        }
    }

    private List<KpiCode> path(KpiCode start, KpiCode end, TreeDeclaration tree) {
        Map<KpiCode, KpiCode> cameFrom = new HashMap<>();
        Set<KpiCode> seen = new HashSet<>(Set.of(start));
        Deque<KpiCode> queue = new ArrayDeque<>(List.of(start));
        while (!queue.isEmpty()) {
            KpiCode code = queue.remove();
            if (code.equals(end)) {
                return backwards(end, cameFrom);
            }
            for (KpiCode next : drivers(code, tree)) {
                if (seen.add(next)) {
                    cameFrom.put(next, code);
                    queue.add(next);
                }
            }
        }
        return List.of();
    }

    private static List<KpiCode> backwards(KpiCode end, Map<KpiCode, KpiCode> cameFrom) {
        List<KpiCode> path = new ArrayList<>();
        for (KpiCode code = end; code != null; code = cameFrom.get(code)) {
            path.addFirst(code);
        }
        return path;
    }

    private List<KpiCode> drivers(KpiCode code, TreeDeclaration tree) {
        List<KpiCode> drivers = new ArrayList<>(references.computeIfAbsent(code, this::named));
        tree.influences().stream()
                .filter(influence -> influence.from().equals(code))
                .forEach(influence -> drivers.add(influence.to()));
        return drivers;
    }

    private List<KpiCode> named(KpiCode code) {
        KpiDeclaration kpi = definitions.kpis().get(code);
        String formula = kpi == null ? null : kpi.formula();
        return formula == null
                ? List.of()
                : ParsedFormula.parse(formula).names().stream()
                        .filter(name -> KpiCode.isValid(name.code()))
                        .map(name -> new KpiCode(name.code()))
                        .distinct()
                        .toList();
    }
}
