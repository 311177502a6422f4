package com.planitai.kpi.server;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.planitai.kpi.tenancy.DirectoryTransaction;
import com.planitai.kpi.tenancy.TenantTransaction;
import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.AccessTarget.MethodCallTarget;
import com.tngtech.archunit.core.domain.Dependency;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaMethodCall;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import java.time.Clock;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.slf4j.MDC;

/** Who may use whom, as architecture says. */
class ArchitectureTest {
    private static final String OURS = "com.planitai.kpi..";
    private static final String SERVER = "com.planitai.kpi.server";
    private static final JavaClasses CLASSES = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages("com.planitai.kpi");
    private static final Set<String> FEATURES = Set.of(
            "analysis",
            "identity",
            "idempotency",
            "kpi",
            "tree",
            "definition",
            "template",
            "data",
            "job",
            "snapshot",
            "event",
            "tenant",
            "explanation",
            "coordination",
            "limit");
    /** Classes with behaviour that a feature hands out through its door; everything else that crosses is data or an interface. */
    private static final Set<String> HANDED_OUT = Set.of(
            "DefinitionDraft",
            "DefinitionAudit",
            "MergePatch",
            "TreeDraft",
            "JobRun",
            "MemberText",
            "MemberFilters",
            "TenantSnapshot",
            "UnitDocument",
            "DimensionDocument",
            "KpiDocument",
            "TreeDocument");
    /** What runs SQL without being called a repository: each is the store of one thing. */
    private static final Set<String> STORES =
            Set.of("DefinitionAudit", "DefinitionLock", "StagingTable", "StagedChanges");

    @Test
    void pluginAuthorsSeeNothingOfOurs() {
        classes()
                .that()
                .resideInAPackage("com.planitai.kpi.spi..")
                .should()
                .onlyDependOnClassesThat()
                .resideInAnyPackage("com.planitai.kpi.spi..", "java..", "org.jspecify.annotations", "org.pf4j")
                .check(CLASSES);
    }

    @Test
    void modulesDependInOneDirectionOnly() {
        noClasses()
                .that()
                .resideInAnyPackage("com.planitai.kpi.tenancy..", "com.planitai.kpi.engine..")
                .should()
                .dependOnClassesThat(resideInAPackage(OURS)
                        .and(describe(
                                "of another module",
                                target -> !target.getPackageName().startsWith("com.planitai.kpi.tenancy")
                                        && !target.getPackageName().startsWith("com.planitai.kpi.engine"))))
                .check(CLASSES);
        noClasses()
                .that()
                .resideInAPackage("com.planitai.kpi.tenancy..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("com.planitai.kpi.engine..")
                .check(CLASSES);
        noClasses()
                .that()
                .resideInAPackage("com.planitai.kpi.engine..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("com.planitai.kpi.tenancy..")
                .check(CLASSES);
        noClasses()
                .that()
                .resideInAPackage("com.planitai.kpi.pluginhost..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("com.planitai.kpi.tenancy..", "com.planitai.kpi.engine..", SERVER + "..")
                .check(CLASSES);
    }

    @Test
    void libraryOfPluginsStaysInThePluginHost() {
        noClasses()
                .that()
                .resideOutsideOfPackages("com.planitai.kpi.pluginhost..", "com.planitai.kpi.spi..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("org.pf4j..")
                .check(CLASSES);
    }

    @Test
    void redisStaysBehindTheCoordinationPort() {
        noClasses()
                .that()
                .resideOutsideOfPackage(SERVER + ".coordination")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("org.redisson..", "io.netty..")
                .check(CLASSES);
    }

    @Test
    void webServerStaysBehindHttpAndTheListener() {
        noClasses()
                .that()
                .resideOutsideOfPackages(SERVER + ".http", SERVER + ".listener", SERVER + ".observation")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("io.helidon..")
                .check(CLASSES);
        noClasses()
                .that()
                .resideInAPackage(SERVER + ".observation")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("io.helidon.webserver..")
                .check(CLASSES);
    }

    @Test
    void onlyTheObservationKnowsTracersAndTheLogContext() {
        noClasses()
                .that()
                .resideOutsideOfPackage(SERVER + ".observation")
                .should()
                .dependOnClassesThat(resideInAPackage("io.opentelemetry..")
                        .or(describe("is the log context", type -> type.isEquivalentTo(MDC.class))))
                .check(CLASSES);
    }

    @Test
    void packagesOfTheServerHaveNoCycles() {
        slices().matching(SERVER + ".(*)..").should().beFreeOfCycles().check(CLASSES);
    }

    @Test
    void onlyTheCompositionRootKnowsTheListenerAndTheCommands() {
        noClasses()
                .that()
                .resideOutsideOfPackages(SERVER + ".app", SERVER + ".listener")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(SERVER + ".app", SERVER + ".listener")
                .check(CLASSES);
    }

    @Test
    void featuresMeetAtTheirDoors() {
        classes()
                .that()
                .resideInAnyPackage(
                        FEATURES.stream().map(feature -> SERVER + "." + feature).toArray(String[]::new))
                .should(useOtherFeaturesByTheirDoors())
                .check(CLASSES);
    }

    @Test
    void sqlIsRunByRepositoriesOnly() {
        classes()
                .that()
                .resideInAPackage(SERVER + "..")
                .and(describe(
                        "are no repository",
                        type -> !outermost(type).getSimpleName().endsWith("Repository")
                                && !STORES.contains(outermost(type).getSimpleName())))
                .should(runNoSql())
                .check(CLASSES);
    }

    @Test
    void nobodyReachesAroundTheTransaction() {
        noClasses()
                .that()
                .resideInAPackage(SERVER + "..")
                .should()
                .dependOnClassesThat()
                .haveNameMatching(
                        "org\\.jdbi\\.v3\\.core\\.(Handle|Jdbi)|java\\.sql\\.(Connection|Statement|PreparedStatement|DriverManager)")
                .orShould()
                .callMethodWhere(describe(
                        "is getHandle",
                        (JavaMethodCall call) -> call.getTarget().getName().equals("getHandle")))
                .check(CLASSES);
    }

    @Test
    void timeComesFromTheClockThatWasGiven() {
        noClasses()
                .that()
                .resideInAPackage(SERVER + "..")
                .and()
                .resideOutsideOfPackage(SERVER + ".app")
                .should()
                .callMethodWhere(describe("reads the clock of the machine", ArchitectureTest::readsTheClock))
                .check(CLASSES);
    }

    private static boolean readsTheClock(JavaMethodCall call) {
        MethodCallTarget target = call.getTarget();
        boolean now = target.getOwner().getPackageName().equals("java.time")
                && target.getName().equals("now")
                && target.getRawParameterTypes().stream().noneMatch(type -> type.isEquivalentTo(Clock.class));
        boolean system = target.getOwner().isEquivalentTo(Clock.class)
                && target.getName().startsWith("system");
        boolean millis = target.getOwner().isEquivalentTo(System.class)
                && target.getName().equals("currentTimeMillis");
        return now || system || millis;
    }

    private static ArchCondition<JavaClass> useOtherFeaturesByTheirDoors() {
        return new ArchCondition<>("use other features by their doors only") {
            @Override
            public void check(JavaClass type, ConditionEvents events) {
                for (Dependency dependency : type.getDirectDependenciesFromSelf()) {
                    JavaClass target = dependency.getTargetClass().getBaseComponentType();
                    if (isOfAnotherFeature(type, target) && !isDoor(target)) {
                        events.add(SimpleConditionEvent.violated(type, dependency.getDescription()));
                    }
                }
            }
        };
    }

    private static boolean isOfAnotherFeature(JavaClass user, JavaClass target) {
        return !user.getPackageName().equals(target.getPackageName())
                && FEATURES.stream().anyMatch(feature -> target.getPackageName().equals(SERVER + "." + feature));
    }

    private static boolean isDoor(JavaClass target) {
        JavaClass top = outermost(target);
        return top.getSimpleName().endsWith("Feature")
                || target.isRecord()
                || target.isEnum()
                || target.isInterface()
                || target.isAssignableTo(RuntimeException.class)
                || HANDED_OUT.contains(top.getSimpleName());
    }

    private static ArchCondition<JavaClass> runNoSql() {
        return new ArchCondition<>("run no SQL") {
            @Override
            public void check(JavaClass type, ConditionEvents events) {
                for (JavaMethodCall call : type.getMethodCallsFromSelf()) {
                    if (runsSql(call)) {
                        events.add(SimpleConditionEvent.violated(type, call.getDescription()));
                    }
                }
            }
        };
    }

    private static boolean runsSql(JavaMethodCall call) {
        JavaClass owner = call.getTargetOwner();
        DescribedPredicate<JavaClass> transaction = JavaClass.Predicates.assignableTo(TenantTransaction.class)
                .or(JavaClass.Predicates.assignableTo(DirectoryTransaction.class));
        return transaction.test(owner)
                && Set.of("createQuery", "createUpdate", "prepareBatch", "execute", "copyIn")
                        .contains(call.getName());
    }

    private static JavaClass outermost(JavaClass type) {
        JavaClass outer = type;
        while (outer.getEnclosingClass().isPresent()) {
            outer = outer.getEnclosingClass().get();
        }
        return outer;
    }
}
