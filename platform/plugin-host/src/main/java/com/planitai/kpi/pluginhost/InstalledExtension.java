package com.planitai.kpi.pluginhost;

import com.planitai.kpi.spi.LocalizedText;

/**
 * One extension that a plugin's manifest declares.
 *
 * @param type the extension point, such as {@code kpi-template}
 * @param id the extension's id, unique among those of its type
 * @param name the name that people read
 */
public record InstalledExtension(String type, String id, LocalizedText name) {}
