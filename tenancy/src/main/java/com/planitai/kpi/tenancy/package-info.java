/**
 * Who is a tenant, where its data lives, and the only way to reach it. {@link com.planitai.kpi.tenancy.Tenancy} is
 * the door: it opens the pools and hands out the directory, the tenants' databases, provisioning and migrations.
 */
@NullMarked
package com.planitai.kpi.tenancy;

import org.jspecify.annotations.NullMarked;
