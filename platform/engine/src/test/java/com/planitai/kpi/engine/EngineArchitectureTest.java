package com.planitai.kpi.engine;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.Test;

class EngineArchitectureTest {
    private static final JavaClasses ENGINE = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages("com.planitai.kpi.engine");

    @Test
    void touchesNothingButNumbersTextAndTime() {
        classes()
                .should()
                .onlyDependOnClassesThat()
                .resideInAnyPackage(
                        "com.planitai.kpi.engine..",
                        "org.jspecify.annotations",
                        "java.lang..",
                        "java.time..",
                        "java.util",
                        "java.util.concurrent",
                        "java.util.function",
                        "java.util.regex",
                        "java.util.stream",
                        "org.hipparchus..")
                .check(ENGINE);
    }

    @Test
    void hasNoCyclesBetweenItsPackages() {
        slices().matching("com.planitai.kpi.engine.(*)..")
                .should()
                .beFreeOfCycles()
                .check(ENGINE);
    }
}
