package com.planitai.kpi.spi;

/** Thrown by a template for a parameter that it cannot use: the fault of the input, not of the plugin. */
public final class InvalidParameterException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final String parameter;

    private final String reason;

    /**
     * Names the parameter and what is wrong with it.
     *
     * @param parameter the name of the parameter
     * @param reason what was expected and what was found, in English
     */
    public InvalidParameterException(String parameter, String reason) {
        super(parameter + ": " + reason);
        this.parameter = parameter;
        this.reason = reason;
    }

    /** {@return the name of the parameter} */
    public String parameter() {
        return parameter;
    }

    /** {@return what was expected and what was found, in English} */
    public String reason() {
        return reason;
    }
}
