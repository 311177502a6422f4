package com.planitai.kpi.spi;

import java.util.Optional;

/**
 * A ready-made set of KPIs and trees that a tenant makes its own.
 *
 * <p>An implementation has a public constructor without parameters, is named in the archive's
 * {@code META-INF/services/com.planitai.kpi.spi.KpiTemplate}, and its {@link #id()} is an extension of type
 * {@code kpi-template} in the archive's {@code plugin.json}.
 *
 * <p>All methods may be called from several threads at once, and the same arguments give an equal answer. Each call has a
 * deadline of seconds; when it passes, the calling thread is interrupted and the caller is told. Whatever a method throws
 * is reported as the plugin's failure; only {@link InvalidParameterException} is reported as a fault of the input.
 */
public interface KpiTemplate {

    /** {@return the id, unique among all templates and never changed: {@code [a-z][a-z0-9-]{0,62}}} */
    String id();

    /** {@return the version of the definitions by Semantic Versioning 2.0.0, such as {@code 1.2.0}} */
    String version();

    /** {@return the name that people read} */
    LocalizedText name();

    /** {@return one or two sentences on what the template measures and for whom} */
    LocalizedText description();

    /**
     * Describes the parameters of the template.
     *
     * @return a JSON Schema (draft 2020-12) of an object whose properties are strings, numbers, booleans or arrays of
     *     strings; at most 65,536 characters. {@code {"type":"object","additionalProperties":false}} for a template
     *     without parameters. Properties should carry a {@code title} and, where one is sensible, a {@code default}.
     */
    String parameterSchema();

    /**
     * Makes the definitions.
     *
     * @param parameters values by {@link #parameterSchema()}; absent ones take their default
     * @return the definitions; every KPI that a formula, tree or influence names is in them
     * @throws InvalidParameterException if a parameter has a value that the template cannot use
     */
    TemplateDocument instantiate(TemplateParameters parameters);

    /**
     * Generates data for a demonstration of the template.
     *
     * @param request the months wanted, the seed and the parameters of the instance
     * @return observations of the inputs in the scenarios {@code actual} and {@code plan}, in the units of
     *     {@link #instantiate}; empty if the template has no sample data
     * @throws InvalidParameterException if a parameter has a value that the template cannot use
     */
    default Optional<SampleData> sampleData(SampleRequest request) {
        return Optional.empty();
    }
}
