package org.larder.cdi;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaCall.Predicates.target;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.belongToAnyOf;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.equivalentTo;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.properties.HasName.Predicates.name;
import static com.tngtech.archunit.core.domain.properties.HasOwner.Predicates.With.owner;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.library.dependencies.SliceAssignment;
import com.tngtech.archunit.library.dependencies.SliceIdentifier;
import jakarta.enterprise.inject.Stereotype;
import jakarta.interceptor.InterceptorBinding;
import java.io.ObjectInputStream;
import java.time.Clock;
import java.time.InstantSource;

/** The walls of the module: what it may know, and its rooms of each other. */
@AnalyzeClasses(packages = "org.larder.cdi", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {

    @ArchTest
    static final ArchRule theModuleKnowsTheApiTheStandardsAndTheJdk = classes()
            .should()
            .onlyDependOnClassesThat()
            .resideInAnyPackage(
                    "org.larder",
                    "org.larder.annotation",
                    "org.larder.expiry",
                    "org.larder.cdi..",
                    "javax.cache..",
                    "jakarta..",
                    "java..",
                    "org.eclipse.microprofile.config..",
                    "org.jspecify..");

    @ArchTest
    static final ArchRule packagesHaveNoCycles = slices().assignedFrom(new SliceAssignment() {
                @Override
                public SliceIdentifier getIdentifierOf(JavaClass javaClass) {
                    return SliceIdentifier.of(javaClass.getPackageName());
                }

                @Override
                public String getDescription() {
                    return "packages";
                }
            })
            .should()
            .beFreeOfCycles();

    @ArchTest
    static final ArchRule nobodyKnowsWhereAllIsWired = noClasses()
            .that()
            .resideOutsideOfPackage("org.larder.cdi")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("org.larder.cdi");

    @ArchTest
    static final ArchRule beansKnowNoOtherRoom = noClasses()
            .that()
            .resideInAPackage("org.larder.cdi.bean..")
            .should()
            .dependOnClassesThat(resideInAPackage("org.larder..").and(not(resideInAPackage("org.larder.cdi.bean.."))));

    @ArchTest
    static final ArchRule whatAMethodMeansKnowsNoContainerAndNoCaches = noClasses()
            .that()
            .resideInAPackage("org.larder.cdi.method..")
            .should()
            .dependOnClassesThat(resideInAnyPackage(
                            "jakarta..",
                            "org.larder.cdi.intercept..",
                            "org.larder.cdi.cache..",
                            "org.larder.cdi.loader..")
                    .and(not(belongToAnyOf(Stereotype.class, InterceptorBinding.class))));

    @ArchTest
    static final ArchRule interceptorsKnowMethodsAndCaches = noClasses()
            .that()
            .resideInAPackage("org.larder.cdi.intercept..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("org.larder.cdi.loader..");

    @ArchTest
    static final ArchRule cachesKnowNoContainerAndNoInterceptor = noClasses()
            .that()
            .resideInAPackage("org.larder.cdi.cache..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(
                    "jakarta..", "org.larder.cdi.intercept..", "org.larder.cdi.method..", "org.larder.cdi.loader..");

    @ArchTest
    static final ArchRule loadersKnowBeansAndCachesOnly = noClasses()
            .that()
            .resideInAPackage("org.larder.cdi.loader..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("org.larder.cdi.intercept..", "org.larder.cdi.method..");

    @ArchTest
    static final ArchRule microProfileIsSeenInOnePlaceAsItNeedNotBeThere = noClasses()
            .that()
            .doNotHaveSimpleName("MicroProfileSource")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("org.eclipse.microprofile..");

    @ArchTest
    static final ArchRule theClassLoaderOfTheThreadIsAskedAtTheStartOnly = noClasses()
            .that()
            .doNotHaveFullyQualifiedName(Deployment.class.getName())
            .and()
            .doNotHaveSimpleName("BeanMethod") // which gives it back as it was
            .should()
            .callMethod(Thread.class, "getContextClassLoader");

    @ArchTest
    static final ArchRule noClassLoaderIsGuessed = noClasses()
            .should()
            .callMethod(Class.class, "forName", String.class)
            .orShould()
            .callMethod(javax.cache.Caching.class, "getCachingProvider")
            .orShould()
            .callMethod(java.util.ServiceLoader.class, "load", Class.class);

    @ArchTest
    static final ArchRule nobodyReadsAClock = noClasses()
            .should()
            .callMethod(System.class, "currentTimeMillis")
            .orShould()
            .callMethodWhere(target(owner(resideInAPackage("java.time.."))).and(target(name("now"))))
            .orShould()
            .callMethod(InstantSource.class, "system")
            .orShould()
            .dependOnClassesThat()
            .belongToAnyOf(Clock.class, java.util.Date.class);

    @ArchTest
    static final ArchRule nobodySleeps = noClasses()
            .should()
            .callMethodWhere(target(owner(equivalentTo(Thread.class))).and(target(name("sleep"))));

    @ArchTest
    static final ArchRule logsGoThroughTheSystemLogger =
            noClasses().should().dependOnClassesThat().resideInAPackage("java.util.logging..");

    @ArchTest
    static final ArchRule nobodyDeserializes =
            noClasses().should().dependOnClassesThat().areAssignableTo(ObjectInputStream.class);
}
