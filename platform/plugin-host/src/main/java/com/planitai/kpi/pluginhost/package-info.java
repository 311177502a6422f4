/**
 * Loads plugin archives and calls into them. {@link com.planitai.kpi.pluginhost.PluginHost} is the door; no plugin's
 * exception, class or library passes it.
 */
@NullMarked
package com.planitai.kpi.pluginhost;

import org.jspecify.annotations.NullMarked;
