package org.larder.provider;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaCall.Predicates.target;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.belongToAnyOf;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.equivalentTo;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.properties.HasName.Predicates.name;
import static com.tngtech.archunit.core.domain.properties.HasOwner.Predicates.With.owner;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import com.tngtech.archunit.library.dependencies.SliceAssignment;
import com.tngtech.archunit.library.dependencies.SliceIdentifier;
import java.io.IOException;
import java.io.InputStream;
import java.io.ObjectInputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.InstantSource;
import org.larder.provider.chronicle.ChronicleStore;
import org.larder.provider.chronicle.ChronicleStores;
import org.larder.provider.entry.BulkOperations;
import org.larder.provider.entry.EntryEngine;
import org.larder.provider.store.ReferenceStore;

/** The walls of the house: who may know whom. */
@AnalyzeClasses(packages = "org.larder", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {

    @ArchTest
    static final ArchRule chronicleIsSeenByItsOwnPackageOnly = noClasses()
            .that()
            .resideOutsideOfPackage("org.larder.provider.chronicle..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("net.openhft..");

    @ArchTest
    static final ArchRule storesKnowNothingOfTheStandard = noClasses()
            .that()
            .resideInAnyPackage("org.larder.provider.chronicle..", "org.larder.provider.store..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("javax.cache..");

    @ArchTest
    static final ArchRule theSharingOfFilesKnowsNothingButTheJdk = classes()
            .that()
            .resideInAPackage("org.larder.provider.files..")
            .should()
            .onlyDependOnClassesThat()
            .resideInAnyPackage("org.larder.provider.files..", "java..", "org.jspecify..");

    @ArchTest
    static final ArchRule theFlightRecorderIsSeenByItsOwnPackageOnly = noClasses()
            .that()
            .resideOutsideOfPackage("org.larder.provider.flight..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("jdk.jfr..");

    @ArchTest
    static final ArchRule itsDoorDoesNotNeedIt = noClasses()
            .that()
            .haveFullyQualifiedName("org.larder.provider.flight.CacheRecorder")
            .or()
            .areInterfaces()
            .should()
            .dependOnClassesThat()
            .resideInAPackage("jdk.jfr..");

    @ArchTest
    static final ArchRule encryptionKnowsBytesOnly = noClasses()
            .that()
            .resideInAPackage("org.larder.provider.encryption..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("javax.cache..", "org.larder.provider.chronicle..", "org.larder.provider.store..");

    @ArchTest
    static final ArchRule nobodyElseEncrypts = noClasses()
            .that()
            .resideOutsideOfPackage("org.larder.provider.encryption..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("javax.crypto..");

    @ArchTest
    static final ArchRule operationsKnowNoClockLockLogOrStore = noClasses()
            .that()
            .resideInAPackage("org.larder.provider.operation..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("java.time..", "java.util.concurrent..", "org.larder.provider.store..")
            .orShould()
            .dependOnClassesThat()
            .areAssignableTo(System.Logger.class);

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
    static final ArchRule jakartaIsNowhere =
            noClasses().should().dependOnClassesThat().resideInAPackage("jakarta..");

    @ArchTest
    static final ArchRule timeComesFromTheClockThatIsHandedIn = noClasses()
            .should()
            .callMethod(System.class, "currentTimeMillis")
            .orShould()
            .callMethodWhere(target(owner(resideInAPackage("java.time.."))).and(target(name("now"))))
            .orShould()
            .dependOnClassesThat()
            .belongToAnyOf(Clock.class, java.util.Date.class);

    @ArchTest
    static final ArchRule theProviderTakesTheSystemClockInOnePlace = noClasses()
            .that(resideInAPackage("org.larder.provider..").and(not(belongToAnyOf(LarderCachingProvider.class))))
            .should()
            .callMethod(InstantSource.class, "system");

    @ArchTest
    static final ArchRule logsGoThroughTheSystemLogger = noClasses()
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("java.util.logging..", "org.slf4j..", "org.apache..");

    @ArchTest
    static final ArchRule onlyTheAssemblerMakesEnginesAndStores = noClasses()
            .that(not(belongToAnyOf(CacheAssembler.class, EntryEngine.class, BulkOperations.class)))
            .should()
            .callConstructorWhere(target(owner(equivalentTo(EntryEngine.class)
                    .or(equivalentTo(BulkOperations.class))
                    .or(equivalentTo(ReferenceStore.class)))))
            .orShould()
            .callMethodWhere(target(owner(equivalentTo(ChronicleStores.class))).and(target(name("create"))));

    @ArchTest
    static final ArchRule chronicleStoresAreMadeBehindTheirDoor = noClasses()
            .that(not(belongToAnyOf(ChronicleStores.class)))
            .should()
            .callConstructorWhere(target(owner(equivalentTo(ChronicleStore.class))));

    @ArchTest
    static final ArchRule theApiNeverSeesTheProvider = noClasses()
            .that()
            .resideOutsideOfPackage("org.larder.provider..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("org.larder.provider..");

    @ArchTest
    static final ArchRule onlyCodecsDeserialize = noClasses()
            .that()
            .resideOutsideOfPackage("org.larder.provider.codec..")
            .should()
            .dependOnClassesThat()
            .areAssignableTo(ObjectInputStream.class);

    @ArchTest
    static final ArchRule nobodySleeps = noClasses()
            .should()
            .callMethodWhere(target(owner(equivalentTo(Thread.class))).and(target(name("sleep"))));

    @ArchTest
    static final ArchRule unsafeIsNamedInOnePlace = classes()
            .that()
            .doNotHaveSimpleName("JdkAccess")
            .should(new ArchCondition<JavaClass>("not name sun.misc, not even in a text") {
                @Override
                public void check(JavaClass javaClass, ConditionEvents events) {
                    String content = content(javaClass);
                    if (content.contains("sun.misc") || content.contains("sun/misc")) {
                        events.add(SimpleConditionEvent.violated(javaClass, javaClass.getName() + " names sun.misc"));
                    }
                }
            });

    private static String content(JavaClass javaClass) {
        try (InputStream in =
                javaClass.getSource().orElseThrow().getUri().toURL().openStream()) {
            return new String(in.readAllBytes(), StandardCharsets.ISO_8859_1);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
