package com.planitai.kpi.engine.expression;

import com.planitai.kpi.engine.time.Grain;
import com.planitai.kpi.engine.unit.DerivedUnit;
import com.planitai.kpi.engine.unit.Unit;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Every fault a formula can have: its code, its arguments and its English sentence, side by side. */
public final class Faults {
    private Faults() {}

    static ExpressionFault empty() {
        return fault(new SourcePosition(1, 1), "FORMULA_EMPTY", Map.of(), "The formula is empty.");
    }

    static ExpressionFault tooLong(int length) {
        return fault(
                new SourcePosition(1, 1),
                "FORMULA_TOO_LONG",
                Map.of("limit", "" + Expression.MAX_CHARACTERS, "found", "" + length),
                "The formula has " + length + " characters; the limit is " + Expression.MAX_CHARACTERS + ".");
    }

    static ExpressionFault unexpectedCharacter(SourcePosition at, String found) {
        return fault(at, "UNEXPECTED_CHARACTER", Map.of("found", found), "Found the character \"" + found + "\".");
    }

    static ExpressionFault invalidNumber(SourcePosition at, String found) {
        return fault(
                at, "INVALID_NUMBER", Map.of("found", found), "\"" + found + "\" is not a number that can be used.");
    }

    static ExpressionFault unexpectedToken(SourcePosition at, String found, String expected) {
        return fault(
                at,
                "UNEXPECTED_TOKEN",
                Map.of("found", found, "expected", expected),
                "Found \"" + found + "\", expected " + expected + ".");
    }

    static ExpressionFault unexpectedEnd(SourcePosition at, String expected) {
        return fault(
                at,
                "UNEXPECTED_END",
                Map.of("expected", expected),
                "Found the end of the formula, expected " + expected + ".");
    }

    static ExpressionFault nestingTooDeep(SourcePosition at) {
        return fault(
                at,
                "NESTING_TOO_DEEP",
                Map.of("limit", "" + Expression.MAX_NESTING),
                "The formula is nested deeper than " + Expression.MAX_NESTING + " levels.");
    }

    static ExpressionFault tooManyReferences(SourcePosition at, int found) {
        return fault(
                at,
                "TOO_MANY_REFERENCES",
                Map.of("limit", "" + Expression.MAX_REFERENCES, "found", "" + found),
                "The formula names KPIs " + found + " times; the limit is " + Expression.MAX_REFERENCES + ".");
    }

    static ExpressionFault chainedComparison(SourcePosition at, String found) {
        return fault(
                at,
                "CHAINED_COMPARISON",
                Map.of("found", found),
                "Comparisons cannot be chained; join two of them with \"and\".");
    }

    static ExpressionFault unknownFunction(SourcePosition at, String function, @Nullable String suggestion) {
        return suggesting(
                at,
                "UNKNOWN_FUNCTION",
                Map.of("function", function),
                "There is no function \"" + function + "\".",
                suggestion);
    }

    static ExpressionFault argumentCount(SourcePosition at, Function function, int found) {
        return fault(
                at,
                "ARGUMENT_COUNT",
                Map.of("function", function.code(), "expected", function.arityText(), "found", "" + found),
                "\"" + function.code() + "\" takes " + function.arityText() + " arguments, found " + found + ".");
    }

    static ExpressionFault periodsNotWhole(SourcePosition at, Function function) {
        return invalidArgument(
                at,
                function,
                "1.." + Expression.MAX_SHIFT_PERIODS,
                "The second argument of \"" + function.code() + "\" is a whole number of periods, 1.."
                        + Expression.MAX_SHIFT_PERIODS + ".");
    }

    static ExpressionFault notAUnitOfTime(SourcePosition at) {
        return invalidArgument(
                at,
                Function.TO_DATE,
                "YEAR, QUARTER, MONTH",
                "The second argument of \"to_date\" is YEAR, QUARTER or MONTH.");
    }

    static ExpressionFault notADimension(SourcePosition at) {
        return invalidArgument(
                at,
                Function.SHARE_OF,
                "region, channel …",
                "The second argument of \"share_of\" is the code of a dimension.");
    }

    /** How an expression is summed up over time or members is known of KPIs alone. */
    static ExpressionFault argumentNotKpi(SourcePosition at, Function function) {
        return fault(
                at,
                "ARGUMENT_NOT_KPI",
                Map.of("function", function.code()),
                "The first argument of \"" + function.code()
                        + "\" is a KPI; make a KPI of the expression and name that.");
    }

    /** A share is asked of a dimension by which the KPI is not split. */
    public static ExpressionFault shareNotCarried(SourcePosition at, String code, String dimension) {
        return fault(
                at,
                "SHARE_NOT_CARRIED",
                Map.of("kpi", code, "dimension", dimension),
                code + " is not split by " + dimension + ", so it has no share of it.");
    }

    /** A part of a period is asked of a KPI that has no parts of it. */
    public static ExpressionFault toDateTooFine(SourcePosition at, Grain unit, Grain grain) {
        return fault(
                at,
                "TO_DATE_TOO_FINE",
                Map.of("unit", unit.name(), "grain", grain.name()),
                "A KPI of grain " + grain + " has no " + unit + " to date.");
    }

    private static ExpressionFault invalidArgument(
            SourcePosition at, Function function, String expected, String message) {
        return fault(
                at,
                "INVALID_ARGUMENT",
                Map.of("function", function.code(), "argument", "2", "expected", expected),
                message);
    }

    /** A name in a formula that no KPI has. */
    public static ExpressionFault unknownKpi(SourcePosition at, String code, @Nullable String suggestion) {
        return suggesting(at, "UNKNOWN_KPI", Map.of("code", code), "There is no KPI \"" + code + "\".", suggestion);
    }

    /** A formula that leads back to its own KPI; the path begins and ends with the same code. */
    public static ExpressionFault cycle(SourcePosition at, List<String> path) {
        var text = String.join(" → ", path);
        return fault(at, "CYCLE", Map.of("path", text), "The formula depends on itself: " + text + ".");
    }

    static ExpressionFault unitClash(SourcePosition at, String operator, DerivedUnit left, DerivedUnit right) {
        return fault(
                at,
                "UNIT_CLASH",
                Map.of("operator", operator, "left", left.toString(), "right", right.toString()),
                "\"" + operator + "\" needs the same unit on both sides, found " + left + " and " + right + ".");
    }

    static ExpressionFault notDimensionless(SourcePosition at, String operator, DerivedUnit unit) {
        return fault(
                at,
                "UNIT_NOT_DIMENSIONLESS",
                Map.of("operator", operator, "unit", unit.toString()),
                "\"" + operator + "\" needs a pure number, found " + unit + ".");
    }

    static ExpressionFault exponentNotLiteral(SourcePosition at, DerivedUnit unit) {
        return fault(
                at,
                "EXPONENT_NOT_LITERAL",
                Map.of("unit", unit.toString()),
                "A quantity in " + unit + " can be raised to a literal number only.");
    }

    /** The formula gives another unit than its KPI declares. */
    public static ExpressionFault unitMismatch(Unit declared, DerivedUnit derived) {
        return fault(
                new SourcePosition(1, 1),
                "UNIT_MISMATCH",
                Map.of("declared", declared.toString(), "derived", derived.toString()),
                "The KPI is declared in " + declared + " but its formula gives " + derived + ".");
    }

    private static ExpressionFault fault(
            SourcePosition at, String code, Map<String, String> arguments, String message) {
        return new ExpressionFault(at, code, arguments, message, null);
    }

    private static ExpressionFault suggesting(
            SourcePosition at,
            String code,
            Map<String, String> arguments,
            String message,
            @Nullable String suggestion) {
        if (suggestion == null) {
            return fault(at, code, arguments, message);
        }
        var all = new HashMap<>(arguments);
        all.put("suggestion", suggestion);
        return new ExpressionFault(at, code, all, message + " Did you mean \"" + suggestion + "\"?", suggestion);
    }
}
