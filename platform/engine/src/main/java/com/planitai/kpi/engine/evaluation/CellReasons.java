package com.planitai.kpi.engine.evaluation;

import static com.planitai.kpi.engine.evaluation.Arithmetic.isPresent;

import com.planitai.kpi.engine.expression.Expression;
import com.planitai.kpi.engine.expression.Instruction;
import com.planitai.kpi.engine.expression.Operation;
import com.planitai.kpi.engine.model.KpiCode;
import com.planitai.kpi.engine.model.KpiGraph;
import com.planitai.kpi.engine.time.SamePeriod;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.ToIntFunction;

/** Why a formula gives nothing in one cell: runs it once more, on numbers that carry the cause of their absence. */
final class CellReasons {
    private final KpiGraph graph;
    private final QueryRun run;
    private final MissingCauses causes;
    private final ToIntFunction<Reasons.Place> known;
    private final Map<List<String>, Set<KpiCode>> inputs = new HashMap<>();

    /** @param known the cause of a missing cell below */
    CellReasons(KpiGraph graph, QueryRun run, MissingCauses causes, ToIntFunction<Reasons.Place> known) {
        this.graph = graph;
        this.run = run;
        this.causes = causes;
        this.known = known;
    }

    /** A number, or the cause of its absence. */
    private record Term(double value, int cause) {
        boolean isThere() {
            return cause == MissingCauses.PRESENT;
        }

        boolean decides(boolean deciding) {
            return isThere() && (value != 0) == deciding;
        }
    }

    /** One formula in one line. */
    private record Formula(Program.Computation computation, Program.Formula formula, int line) {
        Expression expression() {
            return formula.expression();
        }
    }

    /** The missing cells that a formula reads in one of its cells. */
    void operandsBelow(
            Block block, Program.Computation computation, Reasons.Place place, Collection<Reasons.Place> below) {
        var ordinal = block.fineLow() + place.index();
        var formula = computation.formulaAt(ordinal);
        var operands = formula.expression().operands();
        for (var slot = 0; slot < operands.size(); slot++) {
            var operand = run.block(formula.operands()[slot]);
            var line = run.splits().places(computation.split(), operand.key().split())[place.line()];
            for (var source : formula.reach().sources(operands.get(slot), computation.grain(), ordinal)) {
                if (line >= 0 && !operand.column(line).isPresent(source - operand.low())) {
                    below.add(new Reasons.Place(operand.step().place(), false, line, source - operand.low()));
                }
            }
        }
    }

    int cause(Block block, Program.Computation computation, Reasons.Place place) {
        var ordinal = block.fineLow() + place.index();
        var formula = new Formula(computation, computation.formulaAt(ordinal), place.line());
        return term(formula, formula.expression().instructions().size() - 1, ordinal)
                .cause();
    }

    /** The sub-formula that ends with an instruction, in the period of an ordinal. */
    private Term term(Formula formula, int index, int ordinal) {
        return switch (formula.expression().instructions().get(index)) {
            case Instruction.Literal literal -> present(literal.value());
            case Instruction.Reference reference -> reference(formula, reference, ordinal);
            case Instruction.Shift shift -> term(formula, index - 1, ordinal - shift.periods());
            case Instruction.LastYear lastYear -> {
                var before = SamePeriod.lastYear(formula.computation().grain(), ordinal);
                yield before.isPresent()
                        ? term(formula, index - 1, before.getAsInt())
                        : missing(MissingReason.Code.NO_SUCH_PERIOD, formula, index);
            }
            case Instruction.Rolling rolling -> rolling(formula, rolling, index, ordinal);
            case Instruction.Apply apply -> applied(formula, apply, index, ordinal);
        };
    }

    private Term reference(Formula formula, Instruction.Reference reference, int ordinal) {
        var slot = formula.expression().operands().indexOf(reference.operand());
        var operand = run.block(formula.formula().operands()[slot]);
        var line =
                run.splits().places(formula.computation().split(), operand.key().split())[formula.line()];
        if (line < 0) {
            return new Term(
                    Arithmetic.MISSING,
                    causes.number(
                            MissingReason.Code.NO_VALUE, List.of(operand.key().kpi())));
        }
        var index = ordinal - operand.low();
        return operand.column(line).isPresent(index)
                ? present(operand.column(line).value(index))
                : new Term(
                        Arithmetic.MISSING,
                        known.applyAsInt(new Reasons.Place(operand.step().place(), false, line, index)));
    }

    private Term rolling(Formula formula, Instruction.Rolling rolling, int index, int ordinal) {
        var cells = new double[rolling.periods()];
        var all = MissingCauses.PRESENT;
        var present = 0;
        for (var i = 0; i < cells.length; i++) {
            var cell = term(formula, index - 1, ordinal - cells.length + 1 + i);
            cells[i] = cell.value();
            present += cell.isThere() ? 1 : 0;
            all = causes.union(all, cell.cause());
        }
        if (present == 0) {
            return new Term(Arithmetic.MISSING, all);
        }
        var value = rolling.averages()
                ? RollupMath.average(cells, 0, cells.length)
                : RollupMath.sum(cells, 0, cells.length);
        return isPresent(value) ? present(value) : missing(MissingReason.Code.NOT_A_NUMBER, formula, index);
    }

    private Term applied(Formula formula, Instruction.Apply apply, int index, int ordinal) {
        var operands = new Term[apply.arity()];
        var last = index - 1;
        for (var i = operands.length - 1; i >= 0; i--) {
            operands[i] = term(formula, last, ordinal);
            last = formula.expression().start(last) - 1;
        }
        return switch (apply.operation()) {
            case AND, OR -> junction(operands[0], operands[1], apply.operation() == Operation.OR);
            case IF -> !operands[0].isThere() ? operands[0] : operands[0].value() != 0 ? operands[1] : operands[2];
            case COALESCE -> coalesce(operands);
            case NEGATE, NOT, ABS, ROUND, FLOOR, CEIL, SQRT, LN, EXP ->
                operands[0].isThere()
                        ? result(Arithmetic.unary(apply.operation(), operands[0].value()), formula, index)
                        : operands[0];
            default -> joined(formula, apply.operation(), operands, index);
        };
    }

    private Term joined(Formula formula, Operation operation, Term[] operands, int index) {
        var joined = operands[0];
        for (var i = 1; i < operands.length; i++) {
            var cause = causes.union(joined.cause(), operands[i].cause());
            if (cause != MissingCauses.PRESENT) {
                joined = new Term(Arithmetic.MISSING, cause);
            } else if (operation == Operation.DIVIDE && operands[i].value() == 0) {
                return missing(MissingReason.Code.DIVISION_BY_ZERO, formula, index - 1);
            } else {
                joined = result(Arithmetic.binary(operation, joined.value(), operands[i].value()), formula, index);
            }
        }
        return joined;
    }

    private Term junction(Term left, Term right, boolean deciding) {
        if (left.decides(deciding) || right.decides(deciding)) {
            return present(Arithmetic.truth(deciding));
        }
        return new Term(Arithmetic.truth(!deciding), causes.union(left.cause(), right.cause()));
    }

    private Term coalesce(Term[] operands) {
        var cause = MissingCauses.PRESENT;
        for (var operand : operands) {
            if (operand.isThere()) {
                return operand;
            }
            cause = causes.union(cause, operand.cause());
        }
        return new Term(Arithmetic.MISSING, cause);
    }

    private Term result(double value, Formula formula, int index) {
        return Double.isFinite(value) ? present(value) : missing(MissingReason.Code.NOT_A_NUMBER, formula, index);
    }

    private static Term present(double value) {
        return new Term(value, MissingCauses.PRESENT);
    }

    /** Names the inputs below the sub-formula that ends with an instruction. */
    private Term missing(MissingReason.Code code, Formula formula, int index) {
        var codes = formula.expression().referencesBelow(index);
        return new Term(Arithmetic.MISSING, causes.number(code, inputs.computeIfAbsent(codes, this::inputsBelow)));
    }

    private Set<KpiCode> inputsBelow(List<String> codes) {
        var seen = new LinkedHashSet<KpiCode>();
        var open = new ArrayDeque<KpiCode>();
        codes.forEach(code -> open.add(new KpiCode(code)));
        var found = new TreeSet<KpiCode>();
        while (!open.isEmpty()) {
            var kpi = open.remove();
            if (!seen.add(kpi)) {
                continue;
            }
            if (graph.definition(kpi).isInput()) {
                found.add(kpi);
            }
            open.addAll(graph.references(kpi));
        }
        return found;
    }
}
