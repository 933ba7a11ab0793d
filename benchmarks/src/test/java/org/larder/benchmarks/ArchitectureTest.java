package org.larder.benchmarks;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

@AnalyzeClasses(packages = "org.larder.benchmarks", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {

    @ArchTest
    static final ArchRule packagesHaveNoCycles =
            slices().matching("org.larder.benchmarks.(*)..").should().beFreeOfCycles();

    @ArchTest
    static final ArchRule reportsKnowNothingOfWhatWasMeasured = noClasses()
            .that()
            .resideInAPackage("..report..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("javax.cache..", "net.openhft..", "..peer..", "..workload..", "org.openjdk.jmh..");
}
