package com.planitai.kpi.engine.expression;

import com.planitai.kpi.engine.time.Grain;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/**
 * Pratt parser. From loose to tight: {@code or}, {@code and}, {@code not}, comparisons (which do not chain),
 * {@code + -}, {@code * /}, unary minus, {@code ^} (to the right, so {@code -2^2} is −4 and {@code 2^-1} is ½).
 * A fault of grammar ends the parse; faults of words, arguments and characters do not.
 */
final class Parser {
    private static final String OPERAND = "a number, a KPI, a function or \"(\"";
    private static final String OPERATOR = "an operator or the end";
    private static final Map<String, Grain> UNITS =
            Map.of("YEAR", Grain.YEAR, "QUARTER", Grain.QUARTER, "MONTH", Grain.MONTH);
    private static final int MAX_UNKNOWN_FUNCTIONS_WITH_SUGGESTION = 20;

    private final List<Token> tokens;
    private final List<ExpressionFault> faults;
    private final List<Instruction> output = new ArrayList<>();
    private int next;
    private int nesting;
    private int unknownFunctions;

    private Parser(List<Token> tokens, List<ExpressionFault> faults) {
        this.tokens = tokens;
        this.faults = faults;
    }

    static ParsedFormula parse(String formula) {
        if (formula.length() > Expression.MAX_CHARACTERS) {
            return new ParsedFormula(null, List.of(), List.of(Faults.tooLong(formula.length())));
        }
        var faults = new ArrayList<ExpressionFault>();
        var tokens = new Lexer(formula, faults).tokens();
        if (tokens.size() == 1 && faults.isEmpty()) {
            return new ParsedFormula(null, List.of(), List.of(Faults.empty()));
        }
        var names = names(tokens);
        if (names.size() > Expression.MAX_REFERENCES) {
            var first = names.get(Expression.MAX_REFERENCES);
            faults.add(Faults.tooManyReferences(first.at(), names.size()));
        }
        var parser = new Parser(tokens, faults);
        try {
            parser.formula();
        } catch (GrammarFault fault) {
            faults.add(fault.fault);
        }
        faults.sort(Comparator.comparing(ExpressionFault::at));
        return new ParsedFormula(faults.isEmpty() ? new Expression(parser.output) : null, names, faults);
    }

    /** Names that stand where only a KPI can; also of a formula with faults, so by its tokens alone. */
    private static List<Instruction.Reference> names(List<Token> tokens) {
        var names = new ArrayList<Instruction.Reference>();
        var calls = new ArrayDeque<Call>();
        for (var i = 0; i < tokens.size() - 1; i++) {
            var token = tokens.get(i);
            if (token.is("(")) {
                calls.push(new Call(i == 0 ? "" : tokens.get(i - 1).text(), 1));
            } else if (token.is(")")) {
                calls.poll();
            } else if (token.is(",") && !calls.isEmpty()) {
                var call = calls.pop();
                calls.push(new Call(call.function(), call.argument() + 1));
            } else if (isKpi(token, tokens.get(i + 1), calls.peek())) {
                names.add(new Instruction.Reference(token.text(), View.PLAIN, token.at()));
            }
        }
        return names;
    }

    /** A bracket that is open, the word before it, and which argument the next token belongs to. */
    private record Call(String function, int argument) {
        boolean takesWordNext() {
            return argument == 2
                    && Function.named(function).filter(Function::takesWord).isPresent();
        }
    }

    private static boolean isKpi(Token token, Token next, @Nullable Call call) {
        return token.kind() == Token.Kind.NAME
                && !Expression.RESERVED_WORDS.contains(token.text())
                && !next.is("(")
                && (call == null || !call.takesWordNext());
    }

    private void formula() {
        expression(Binding.LOOSEST);
        if (peek().kind() != Token.Kind.END) {
            throw unexpected(OPERATOR);
        }
    }

    /** Counts what makes the parser call itself without end: brackets, arguments, prefixes and powers. */
    private void nested(int loosest) {
        if (++nesting > Expression.MAX_NESTING) {
            throw new GrammarFault(Faults.nestingTooDeep(peek().at()));
        }
        expression(loosest);
        nesting--;
    }

    private void expression(int loosest) {
        operand();
        while (true) {
            var binding = Binding.of(peek());
            if (binding == null || binding.strength() < loosest) {
                break;
            }
            var operator = take();
            if (binding.operation() == Operation.POWER) {
                nested(binding.right());
            } else {
                expression(binding.right());
            }
            apply(binding.operation(), 2, operator);
            if (binding.isComparison() && Binding.isComparison(peek())) {
                throw new GrammarFault(Faults.chainedComparison(peek().at(), peek().text()));
            }
        }
    }

    private void operand() {
        var token = peek();
        if (token.kind() == Token.Kind.NUMBER) {
            output.add(new Instruction.Literal(Double.parseDouble(take().text()), token.at()));
        } else if (token.is("-")) {
            prefix(Operation.NEGATE, Binding.UNARY_MINUS);
        } else if (token.is("not")) {
            prefix(Operation.NOT, Binding.NOT);
        } else if (token.is("(")) {
            take();
            nested(Binding.LOOSEST);
            expect(")");
        } else if (token.kind() == Token.Kind.NAME && !Expression.RESERVED_WORDS.contains(token.text())) {
            named();
        } else {
            throw unexpected(OPERAND);
        }
    }

    private void prefix(Operation operation, int strength) {
        var operator = take();
        nested(strength);
        apply(operation, 1, operator);
    }

    private void named() {
        var name = take();
        if (!peek().is("(")) {
            output.add(new Instruction.Reference(name.text(), View.PLAIN, name.at()));
            return;
        }
        take();
        var function = Function.named(name.text());
        var word = new Word();
        var starts = arguments(function.filter(Function::takesWord).isPresent() ? word : null);
        if (function.isEmpty()) {
            faults.add(Faults.unknownFunction(name.at(), name.text(), suggestedFunction(name.text())));
        } else if (!function.get().takes(starts.size())) {
            faults.add(Faults.argumentCount(name.at(), function.get(), starts.size()));
        } else {
            call(function.get(), name, starts, word.token);
        }
    }

    /** Where the word of a call is put that takes one. */
    private static final class Word {
        private @Nullable Token token;
    }

    private @Nullable String suggestedFunction(String name) {
        unknownFunctions++;
        return unknownFunctions > MAX_UNKNOWN_FUNCTIONS_WITH_SUGGESTION
                ? null
                : NearestName.among(Function.codes(), name).orElse(null);
    }

    /** The places in the output at which the arguments begin; a second one that is a word goes where it is wanted. */
    private List<Integer> arguments(@Nullable Word word) {
        var starts = new ArrayList<Integer>();
        if (peek().is(")")) {
            take();
            return starts;
        }
        while (true) {
            starts.add(output.size());
            if (word != null && starts.size() == 2 && peek().kind() == Token.Kind.NAME) {
                word.token = take();
            } else {
                nested(Binding.LOOSEST);
            }
            if (!peek().is(",")) {
                expect(")");
                return starts;
            }
            take();
        }
    }

    private void call(Function function, Token name, List<Integer> starts, @Nullable Token word) {
        var operation = function.operation();
        if (operation.isPresent()) {
            apply(operation.get(), starts.size(), name);
            return;
        }
        switch (function) {
            case PREV ->
                periods(function, starts).ifPresent(periods -> output.add(new Instruction.Shift(periods, name.at())));
            case ROLLING_SUM, ROLLING_AVG ->
                periods(function, starts)
                        .ifPresent(periods -> output.add(
                                new Instruction.Rolling(function == Function.ROLLING_AVG, periods, name.at())));
            case SAME_PERIOD_LAST_YEAR -> output.add(new Instruction.LastYear(name.at()));
            case TO_DATE -> toDate(name, starts, word);
            case SHARE_OF -> shareOf(name, starts, word);
            default -> throw new IllegalStateException("expected " + function + " to have an operation");
        }
    }

    /** Known at parse time, for how far back a formula looks must not depend on data. */
    private OptionalInt periods(Function function, List<Integer> starts) {
        if (starts.size() == 1) {
            return OptionalInt.of(1);
        }
        var second = output.subList(starts.get(1), output.size());
        var periods = second.size() == 1 && second.getFirst() instanceof Instruction.Literal literal
                ? literal.value()
                : Double.NaN;
        var at = second.getFirst().at();
        second.clear();
        if (periods >= 1 && periods <= Expression.MAX_SHIFT_PERIODS && periods == Math.rint(periods)) {
            return OptionalInt.of((int) periods);
        }
        faults.add(Faults.periodsNotWhole(at, function));
        return OptionalInt.empty();
    }

    private void toDate(Token name, List<Integer> starts, @Nullable Token word) {
        var kpi = kpi(Function.TO_DATE, name, starts);
        var unit = word == null ? null : UNITS.get(word.text());
        if (unit == null) {
            faults.add(Faults.notAUnitOfTime(word == null ? name.at() : word.at()));
        } else if (kpi != null) {
            replace(starts, new Instruction.Reference(kpi.code(), new View.ToDate(unit), kpi.at()));
        }
    }

    private void shareOf(Token name, List<Integer> starts, @Nullable Token word) {
        var kpi = kpi(Function.SHARE_OF, name, starts);
        if (word == null) {
            faults.add(Faults.notADimension(name.at()));
        } else if (kpi != null) {
            replace(starts, kpi);
            output.add(new Instruction.Reference(kpi.code(), new View.Total(word.text()), word.at()));
            apply(Operation.DIVIDE, 2, name);
        }
    }

    private Instruction.@Nullable Reference kpi(Function function, Token name, List<Integer> starts) {
        var first = output.subList(starts.getFirst(), starts.get(1));
        if (first.size() == 1
                && first.getFirst() instanceof Instruction.Reference reference
                && reference.view().equals(View.PLAIN)) {
            return reference;
        }
        faults.add(Faults.argumentNotKpi(
                first.isEmpty() ? name.at() : first.getFirst().at(), function));
        return null;
    }

    private void replace(List<Integer> starts, Instruction by) {
        output.subList(starts.getFirst(), output.size()).clear();
        output.add(by);
    }

    private void apply(Operation operation, int arity, Token operator) {
        output.add(new Instruction.Apply(operation, arity, operator.at()));
    }

    private void expect(String symbol) {
        if (!peek().is(symbol)) {
            throw unexpected("\"" + symbol + "\" or an operator");
        }
        take();
    }

    private GrammarFault unexpected(String expected) {
        var token = peek();
        return new GrammarFault(
                token.kind() == Token.Kind.END
                        ? Faults.unexpectedEnd(token.at(), expected)
                        : Faults.unexpectedToken(token.at(), token.text(), expected));
    }

    private Token peek() {
        return tokens.get(next);
    }

    private Token take() {
        return tokens.get(next++);
    }

    /** Leaves the recursion; never leaves the parser. */
    private static final class GrammarFault extends RuntimeException {
        private static final long serialVersionUID = 1L;

        private final transient ExpressionFault fault;

        GrammarFault(ExpressionFault fault) {
            super(fault.message(), null, false, false);
            this.fault = fault;
        }
    }
}
