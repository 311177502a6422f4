package com.planitai.kpi.engine.expression;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Pratt parser. From loose to tight: {@code or}, {@code and}, {@code not}, comparisons (which do not chain),
 * {@code + -}, {@code * /}, unary minus, {@code ^} (to the right, so {@code -2^2} is −4 and {@code 2^-1} is ½).
 * A fault of grammar ends the parse; faults of words, arguments and characters do not.
 */
final class Parser {
    private static final String OPERAND = "a number, a KPI, a function or \"(\"";
    private static final String OPERATOR = "an operator or the end";
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

    private static List<Instruction.Reference> names(List<Token> tokens) {
        var names = new ArrayList<Instruction.Reference>();
        for (var i = 0; i < tokens.size() - 1; i++) {
            var token = tokens.get(i);
            if (token.kind() == Token.Kind.NAME
                    && !Expression.RESERVED_WORDS.contains(token.text())
                    && !tokens.get(i + 1).is("(")) {
                names.add(new Instruction.Reference(token.text(), token.at()));
            }
        }
        return names;
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
            output.add(new Instruction.Reference(name.text(), name.at()));
            return;
        }
        take();
        var starts = arguments();
        var function = Function.named(name.text());
        if (function.isEmpty()) {
            faults.add(Faults.unknownFunction(name.at(), name.text(), suggestedFunction(name.text())));
        } else if (!function.get().isAvailable()) {
            faults.add(Faults.functionNotAvailable(name.at(), name.text()));
        } else if (!function.get().takes(starts.size())) {
            faults.add(Faults.argumentCount(name.at(), function.get(), starts.size()));
        } else {
            call(function.get(), name, starts);
        }
    }

    private @Nullable String suggestedFunction(String name) {
        unknownFunctions++;
        return unknownFunctions > MAX_UNKNOWN_FUNCTIONS_WITH_SUGGESTION
                ? null
                : NearestName.among(Function.codes(), name).orElse(null);
    }

    /** The places in the output at which the arguments begin. */
    private List<Integer> arguments() {
        var starts = new ArrayList<Integer>();
        if (peek().is(")")) {
            take();
            return starts;
        }
        while (true) {
            starts.add(output.size());
            nested(Binding.LOOSEST);
            if (!peek().is(",")) {
                expect(")");
                return starts;
            }
            take();
        }
    }

    private void call(Function function, Token name, List<Integer> starts) {
        var operation = function.operation();
        if (operation.isPresent()) {
            apply(operation.get(), starts.size(), name);
        } else {
            shift(name, starts);
        }
    }

    /** {@code prev} takes its periods at parse time, for how far back a formula looks must not depend on data. */
    private void shift(Token name, List<Integer> starts) {
        var periods = 1.0;
        if (starts.size() == 2) {
            var second = output.subList(starts.get(1), output.size());
            periods = second.size() == 1 && second.getFirst() instanceof Instruction.Literal literal
                    ? literal.value()
                    : Double.NaN;
            var at = second.getFirst().at();
            second.clear();
            if (!(periods >= 1 && periods <= Expression.MAX_SHIFT_PERIODS && periods == Math.rint(periods))) {
                faults.add(Faults.shiftNotWhole(at));
                return;
            }
        }
        output.add(new Instruction.Shift((int) periods, name.at()));
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
