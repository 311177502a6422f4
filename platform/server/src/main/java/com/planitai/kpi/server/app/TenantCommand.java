package com.planitai.kpi.server.app;

import com.planitai.kpi.server.http.Json;
import com.planitai.kpi.server.identity.IdentityFeature;
import com.planitai.kpi.server.identity.Owner;
import com.planitai.kpi.tenancy.LifecycleResult;
import com.planitai.kpi.tenancy.NewTenant;
import com.planitai.kpi.tenancy.ProvisionResult;
import com.planitai.kpi.tenancy.Tenant;
import com.planitai.kpi.tenancy.TenantLifecycle;
import com.planitai.kpi.tenancy.TenantSlug;
import java.io.PrintWriter;
import java.time.DateTimeException;
import java.time.ZoneId;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.BiFunction;
import java.util.function.Supplier;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code kpi tenant …}: the operator's work on tenants, without HTTP. */
@Command(
        name = "tenant",
        description = "List, make, suspend and resume tenants.",
        mixinStandardHelpOptions = true,
        synopsisSubcommandLabel = "(list | show | create | suspend | resume)")
final class TenantCommand {
    private static final int UNCHANGED = 1;
    private static final String LINE = "%-40s %-12s %-10s %-8s %-8s %s%n";

    private final Map<String, String> environment;
    private final PasswordInput passwords;
    private final PrintWriter out;

    /** A tenant on standard output. */
    record Line(
            String slug,
            String name,
            String id,
            String state,
            String plan,
            String shard,
            String schema,
            String schemaVersion) {
        static Line of(Tenant tenant) {
            return new Line(
                    tenant.slug().value(),
                    tenant.name(),
                    tenant.id().toString(),
                    tenant.state().name(),
                    tenant.plan(),
                    tenant.shard(),
                    tenant.schema(),
                    tenant.schemaVersion());
        }
    }

    TenantCommand(Map<String, String> environment, PasswordInput passwords, PrintWriter out) {
        this.out = out;
        this.environment = environment;
        this.passwords = passwords;
    }

    @Command(name = "list", description = "All tenants in the order of their slugs.", mixinStandardHelpOptions = true)
    int list(@Option(names = "--json", description = "One JSON array.") boolean json) {
        try (OperatorAccess access = OperatorAccess.openMigrated(environment)) {
            List<Line> lines =
                    access.tenancy().lifecycle().all().stream().map(Line::of).toList();
            if (json) {
                out.println(Json.text(lines));
            } else {
                out.printf(LINE, "SLUG", "STATE", "PLAN", "SHARD", "VERSION", "NAME");
                lines.forEach(line ->
                        out.printf(LINE, line.slug, line.state, line.plan, line.shard, line.schemaVersion, line.name));
            }
            return 0;
        }
    }

    @Command(name = "show", description = "One tenant and where its data is.", mixinStandardHelpOptions = true)
    int show(
            @Parameters(paramLabel = "<slug>") String slug,
            @Option(names = "--json", description = "One JSON object.") boolean json) {
        TenantSlug wanted = slug(slug);
        try (OperatorAccess access = OperatorAccess.openMigrated(environment)) {
            Line line = access.tenancy().lifecycle().find(wanted).map(Line::of).orElseThrow(() -> noSuchTenant(wanted));
            if (json) {
                out.println(Json.text(line));
            } else {
                out.printf("slug      %s%nname      %s%nid        %s%n", line.slug, line.name, line.id);
                out.printf("state     %s%nplan      %s%nshard     %s%n", line.state, line.plan, line.shard);
                out.printf("schema    %s, version %s%n", line.schema, line.schemaVersion);
            }
            return 0;
        }
    }

    @Command(
            name = "create",
            description =
                    "Make a tenant and its owner, whose password comes from OWNER_PASSWORD, or else from standard "
                            + "input.",
            mixinStandardHelpOptions = true)
    int create(
            @Parameters(paramLabel = "<slug>") String slug,
            @Option(names = "--name", required = true, description = "Name of the organization.") String name,
            @Option(names = "--owner-email", required = true) String email,
            @Option(names = "--owner-name", required = true) String ownerName,
            @Option(names = "--locale", defaultValue = "en", description = "en, ko or ja (${DEFAULT-VALUE})")
                    String locale,
            @Option(names = "--time-zone", defaultValue = "UTC", description = "such as Asia/Seoul (${DEFAULT-VALUE})")
                    String timeZone) {
        NewTenant tenant = request(
                () -> new NewTenant(slug(slug), name.strip(), Locale.forLanguageTag(locale), ZoneId.of(timeZone)));
        Owner owner = request(() -> new Owner(email, ownerName, passwords.read(environment)));
        try (OperatorAccess access = OperatorAccess.openMigrated(environment)) {
            return switch (IdentityFeature.createTenant(access.tenancy(), tenant, owner)) {
                case ProvisionResult.Provisioned made -> {
                    out.println("tenant " + made.tenant().slug() + " made, owner " + owner.email());
                    yield 0;
                }
                case ProvisionResult.SlugTaken taken ->
                    throw new StartFailure("the slug " + taken.slug()
                            + " belongs to another tenant, or to a sign-up that is under way: choose another");
            };
        }
    }

    @Command(
            name = "suspend",
            description = "Let nobody of the tenant in; its queued work waits. Nothing is deleted.",
            mixinStandardHelpOptions = true)
    int suspend(@Parameters(paramLabel = "<slug>") String slug) {
        return change(slug, TenantLifecycle::suspend);
    }

    @Command(
            name = "resume",
            description = "Let people of the tenant in again, who have to sign in anew.",
            mixinStandardHelpOptions = true)
    int resume(@Parameters(paramLabel = "<slug>") String slug) {
        return change(slug, TenantLifecycle::resume);
    }

    private int change(String slug, BiFunction<TenantLifecycle, TenantSlug, LifecycleResult> how) {
        TenantSlug wanted = slug(slug);
        try (OperatorAccess access = OperatorAccess.openMigrated(environment)) {
            return switch (how.apply(access.tenancy().lifecycle(), wanted)) {
                case LifecycleResult.Changed changed -> said(0, changed.tenant(), "is now ");
                case LifecycleResult.AlreadySo already -> said(0, already.tenant(), "was already ");
                case LifecycleResult.NotFinished unfinished ->
                    said(UNCHANGED, unfinished.tenant(), "was left as it is, ");
                case LifecycleResult.NoSuchTenant none -> throw noSuchTenant(none.slug());
            };
        }
    }

    private int said(int exitCode, Tenant tenant, String what) {
        out.println("tenant " + tenant.slug() + " " + what + tenant.state());
        return exitCode;
    }

    private static TenantSlug slug(String text) {
        return TenantSlug.parse(text)
                .orElseThrow(() -> new StartFailure("slug: expected " + TenantSlug.EXPECTED + ", got '" + text + "'"));
    }

    private static StartFailure noSuchTenant(TenantSlug slug) {
        return new StartFailure("there is no tenant " + slug + ": tenant list names them all");
    }

    private static <T> T request(Supplier<T> make) {
        try {
            return make.get();
        } catch (IllegalArgumentException | DateTimeException wrong) {
            throw new StartFailure(String.valueOf(wrong.getMessage()), wrong);
        }
    }
}
