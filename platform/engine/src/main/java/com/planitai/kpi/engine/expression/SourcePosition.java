package com.planitai.kpi.engine.expression;

/** A place in a formula: line and column from 1, columns in UTF-16 units. */
public record SourcePosition(int line, int column) implements Comparable<SourcePosition> {
    @Override
    public int compareTo(SourcePosition other) {
        return line != other.line ? Integer.compare(line, other.line) : Integer.compare(column, other.column);
    }
}
