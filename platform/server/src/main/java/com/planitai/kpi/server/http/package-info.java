@NullMarked
package com.planitai.kpi.server.http;

import org.jspecify.annotations.NullMarked;
