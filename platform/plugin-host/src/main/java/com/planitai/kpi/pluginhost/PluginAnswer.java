package com.planitai.kpi.pluginhost;

import java.util.Map;

/**
 * What came of a call into a plugin: an answer, or a failure that is never the plugin's own exception.
 *
 * @param <T> the type of the answer
 */
public sealed interface PluginAnswer<T> {

    /**
     * The plugin answered within its deadline and limits.
     *
     * @param <T> the type of the answer
     * @param value the answer
     */
    record Answered<T>(T value) implements PluginAnswer<T> {}

    /**
     * The plugin did not answer, or not usably. The codes: {@code TEMPLATE_PARAMETER_INVALID} is the caller's fault
     * (arguments {@code parameter}, {@code reason}); {@code PLUGIN_TIMED_OUT}, {@code PLUGIN_BUSY} and
     * {@code PLUGIN_STOPPED} may pass; {@code PLUGIN_THREW} and {@code PLUGIN_ANSWER_INVALID} are the plugin's.
     *
     * @param <T> the type of the answer there would have been
     * @param code UPPER_SNAKE, the key of its translation
     * @param arguments what a translated sentence needs
     * @param message the sentence in English
     */
    record Failed<T>(String code, Map<String, String> arguments, String message) implements PluginAnswer<T> {
        public Failed {
            arguments = Map.copyOf(arguments);
        }
    }
}
