package dev.millrace.tests.architecture;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.GeneralCodingRules.ACCESS_STANDARD_STREAMS;
import static com.tngtech.archunit.library.GeneralCodingRules.USE_JAVA_UTIL_LOGGING;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.Location;
import com.tngtech.archunit.lang.ArchRule;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** The rooms of the house: who may see whom. Product code only; tests and their kits may look everywhere. */
class RoomsTest {
    /** Each room and the rooms that it may use. */
    private static final Map<String, Set<String>> ROOMS = new TreeMap<>(Map.of(
            "stream", Set.of(),
            "ml", Set.of("stream"),
            "registry", Set.of("stream"),
            "connectors", Set.of("stream"),
            "flink", Set.of("stream"),
            "datasets", Set.of("stream"),
            "serving", Set.of("stream", "ml", "registry"),
            "cli", Set.of("stream", "ml", "registry", "connectors", "datasets", "serving")));

    /** Each library that only some rooms may see. */
    private static final Map<String, Set<String>> LIBRARIES = new TreeMap<>(Map.of(
            "org.tribuo..", Set.of("ml"),
            "org.ejml..", Set.of("ml"),
            "ai.onnx..", Set.of("ml"),
            "io.vertx..", Set.of("serving"),
            "io.netty..", Set.of("serving"),
            "org.apache.flink..", Set.of("flink"),
            "org.apache.kafka..", Set.of("connectors"),
            "picocli..", Set.of("cli"),
            "com.fasterxml.jackson.dataformat.yaml..", Set.of("cli")));

    private static final JavaClasses PRODUCT =
            new ClassFileImporter().withImportOption(RoomsTest::isProductCode).importPackages("dev.millrace");

    private static boolean isProductCode(Location location) {
        return !location.contains("/test-classes/") && !location.contains("-tests.jar");
    }

    @TestFactory
    Stream<DynamicTest> aRoomSeesOnlyTheRoomsItMay() {
        return ROOMS.entrySet().stream().map(room -> {
            String[] closed = ROOMS.keySet().stream()
                    .filter(other -> !other.equals(room.getKey()))
                    .filter(other -> !room.getValue().contains(other))
                    .map(RoomsTest::packagesOf)
                    .toArray(String[]::new);
            return rule(
                    room.getKey() + " sees only " + room.getValue(),
                    noClasses()
                            .that()
                            .resideInAPackage(packagesOf(room.getKey()))
                            .should()
                            .dependOnClassesThat()
                            .resideInAnyPackage(closed));
        });
    }

    @TestFactory
    Stream<DynamicTest> aLibraryIsSeenOnlyFromItsRooms() {
        return LIBRARIES.entrySet().stream()
                .map(library -> rule(
                        library.getKey() + " is seen only from " + library.getValue(),
                        noClasses()
                                .that()
                                .resideOutsideOfPackages(library.getValue().stream()
                                        .map(RoomsTest::packagesOf)
                                        .toArray(String[]::new))
                                .should()
                                .dependOnClassesThat()
                                .resideInAPackage(library.getKey())));
    }

    @Test
    void learnersFeaturesAndDetectorsNeverSeeAnEngine() {
        check(noClasses()
                .that()
                .resideInAPackage("dev.millrace.ml..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("dev.millrace.stream.engine..", "io.vertx..", "org.apache.flink..")
                .because("they run alike in a test, a notebook and a server"));
    }

    @TestFactory
    Stream<DynamicTest> packagesHaveNoCycles() {
        return ROOMS.keySet().stream()
                .map(room -> DynamicTest.dynamicTest(room + " has no cycles", () -> {
                    JavaClasses classes = PRODUCT.that(resideInAnyPackage(packagesOf(room)));
                    // "millrace.(**)" makes each package a slice of its own, the room's root as well.
                    slices().matching("dev.millrace.(**)")
                            .should()
                            .beFreeOfCycles()
                            .allowEmptyShould(true)
                            .check(classes);
                }));
    }

    @Test
    void onlyTheCommandLineWritesToTheStandardStreams() {
        check(noClasses()
                .that()
                .resideOutsideOfPackage("dev.millrace.cli..")
                .should(ACCESS_STANDARD_STREAMS)
                .because("standard output belongs to results; logs go through SLF4J"));
    }

    @Test
    void logsGoThroughSlf4j() {
        check(noClasses().should(USE_JAVA_UTIL_LOGGING).because("logs go through SLF4J"));
    }

    @Test
    void namesSayWhatAClassIs() {
        check(classes()
                .should()
                .haveNameNotMatching(".*(Impl|Util|Utils|Helper|Helpers|Manager)(\\$.*)?")
                .because("such an ending hides the idea; name what differs"));
    }

    @Test
    void everyPackageSaysWhatItIsFor() throws IOException {
        List<Path> silent = new ArrayList<>();
        for (Path sources : productSources()) {
            try (Stream<Path> folders = Files.walk(sources)) {
                for (Path folder : folders.filter(Files::isDirectory).toList()) {
                    if (holdsClasses(folder) && !Files.exists(folder.resolve("package-info.java"))) {
                        silent.add(folder);
                    }
                }
            }
        }
        assertThat(silent).as("packages without package-info.java").isEmpty();
    }

    private static List<Path> productSources() throws IOException {
        try (Stream<Path> modules = Files.list(Path.of("..").toRealPath())) {
            return modules.map(module -> module.resolve("src/main/java"))
                    .filter(Files::isDirectory)
                    .toList();
        }
    }

    private static boolean holdsClasses(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.anyMatch(file -> file.toString().endsWith(".java"));
        }
    }

    private static String packagesOf(String room) {
        return "dev.millrace." + room + "..";
    }

    private static DynamicTest rule(String name, ArchRule rule) {
        return DynamicTest.dynamicTest(name, () -> check(rule));
    }

    private static void check(ArchRule rule) {
        rule.allowEmptyShould(true).check(PRODUCT);
    }
}
