package com.planitai.kpi.tenancy;

import java.sql.PreparedStatement;
import java.sql.SQLException;
import org.jdbi.v3.core.argument.Argument;
import org.jdbi.v3.core.statement.StatementContext;

/**
 * An array as a parameter that travels in binary: for statements that are sent so often that writing and reading its text
 * would show.
 */
public final class TypedArray implements Argument {
    private final String type;
    private final Object[] elements;

    private TypedArray(String type, Object[] elements) {
        this.type = type;
        this.elements = elements;
    }

    /**
     * The array as it is now and stays.
     *
     * @param type of the elements, as PostgreSQL calls it
     * @param elements of the Java class that corresponds to the type
     */
    public static TypedArray of(String type, Object[] elements) {
        return new TypedArray(type, elements);
    }

    @Override
    public void apply(int position, PreparedStatement statement, StatementContext context) throws SQLException {
        statement.setArray(position, statement.getConnection().createArrayOf(type, elements));
    }
}
