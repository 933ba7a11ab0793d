package org.larder.rest;

import static com.tngtech.archunit.core.domain.JavaCall.Predicates.target;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.equivalentTo;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.properties.HasName.Predicates.name;
import static com.tngtech.archunit.core.domain.properties.HasOwner.Predicates.With.owner;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noMethods;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import java.time.InstantSource;

/** The walls of the module: what it may know. */
@AnalyzeClasses(packages = "org.larder.rest", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {

    @ArchTest
    static final ArchRule theModuleKnowsTheStandardsAndTheJdk = classes()
            .that()
            .doNotBelongToAnyOf(PolicyFaultMapper.class, JsonP.class, Jackson.class)
            .should()
            .onlyDependOnClassesThat()
            .resideInAnyPackage("org.larder.rest..", "jakarta.ws.rs..", "javax.cache..", "java..", "org.jspecify..");

    @ArchTest
    static final ArchRule oneClassKnowsJsonP = onlyKnows(JsonP.class, "jakarta.json..");

    @ArchTest
    static final ArchRule oneClassKnowsJackson = onlyKnows(Jackson.class, "com.fasterxml.jackson..");

    @ArchTest
    static final ArchRule nobodyNeedsALibraryForJsonThatIsNotThere = noClasses()
            .that()
            .areNotAssignableTo(Json.class)
            .should()
            .dependOnClassesThat()
            .belongToAnyOf(JsonP.class, Jackson.class);

    private static ArchRule onlyKnows(Class<?> type, String library) {
        return classes()
                .that()
                .belongToAnyOf(type)
                .should()
                .onlyDependOnClassesThat()
                .resideInAnyPackage("org.larder.rest..", library, "java..", "org.jspecify..");
    }

    @ArchTest
    static final ArchRule nobodyNeedsTheMapperOfFaultsWhichNeedsThePolicies = noClasses()
            .that()
            .doNotHaveFullyQualifiedName(PolicyFaultMapper.class.getName())
            .should()
            .dependOnClassesThat()
            .areAssignableTo(PolicyFaultMapper.class);

    @ArchTest
    static final ArchRule tasksAndEntriesDoNotKnowHttp = noClasses()
            .that()
            .haveNameMatching(
                    ".*\\.(Load|CachedResource|RefreshQueue|RefreshTask|Tasks|UserEntr.*|Fingerprint|TimeLimits)")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("jakarta..");

    @ArchTest
    static final ArchRule timeComesFromTheClockThatIsHandedIn = noClasses()
            .should()
            .callMethod(System.class, "currentTimeMillis")
            .orShould()
            .callMethodWhere(target(owner(resideInAPackage("java.time.."))).and(target(name("now"))))
            .orShould()
            .callMethodWhere(target(owner(equivalentTo(Thread.class))).and(target(name("sleep"))));

    @ArchTest
    static final ArchRule theSystemClockIsTakenInOnePlace = noClasses()
            .that()
            .doNotHaveFullyQualifiedName(CacheControlBuilder.class.getName())
            .should()
            .callMethod(InstantSource.class, "system");

    @ArchTest
    static final ArchRule endPointsCanBeBeansOfAnyScope = noMethods()
            .that()
            .areDeclaredIn(EndPoint.class)
            .or()
            .areDeclaredIn(CacheControlResource.class)
            .should()
            .beFinal()
            .because("containers make proxies of them");
}
