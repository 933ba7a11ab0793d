package org.larder.policies;

import static com.tngtech.archunit.core.domain.JavaCall.Predicates.target;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.equivalentTo;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.properties.HasName.Predicates.name;
import static com.tngtech.archunit.core.domain.properties.HasOwner.Predicates.With.owner;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import java.io.ObjectInputStream;
import java.time.InstantSource;

/** The walls of the module: what it may know. */
@AnalyzeClasses(packages = "org.larder.policies", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {

    @ArchTest
    static final ArchRule theModuleKnowsTheApiTheStandardAndTheJdk = classes()
            .should()
            .onlyDependOnClassesThat()
            .resideInAnyPackage(
                    "org.larder",
                    "org.larder.codec",
                    "org.larder.expiry",
                    "org.larder.management",
                    "org.larder.policies..",
                    "javax.cache..",
                    "javax.management..",
                    "javax.xml..",
                    "java..",
                    "org.jspecify..");

    @ArchTest
    static final ArchRule policiesDoNotKnowHowTheyAreWritten = noClasses()
            .that()
            .resideInAPackage("org.larder.policies")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("org.larder.policies.xml..", "javax.xml..");

    @ArchTest
    static final ArchRule xmlKnowsNoCache = noClasses()
            .that()
            .resideInAPackage("org.larder.policies.xml..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("javax.cache..");

    @ArchTest
    static final ArchRule valuesAreDeserializedInOnePlace = noClasses()
            .that()
            .haveNameNotMatching(".*StoredValues.*")
            .should()
            .dependOnClassesThat()
            .areAssignableTo(ObjectInputStream.class);

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
            .doNotHaveFullyQualifiedName(PolicyCaches.Builder.class.getName())
            .should()
            .callMethod(InstantSource.class, "system");
}
