package com.planitai.kpi.pluginhost;

import java.util.Map;

/**
 * What is wrong with an archive or went wrong in a plugin.
 *
 * @param code UPPER_SNAKE, the key of its translation
 * @param arguments what a translated sentence needs
 * @param message the sentence in English
 */
public record PluginFault(String code, Map<String, String> arguments, String message) {
    public PluginFault {
        arguments = Map.copyOf(arguments);
    }
}
