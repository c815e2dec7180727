package io.weir.core;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/**
 * The rules of {@link LayerTest} find each kind of violation, planted in the packages {@code
 * io.weir.fixture}.
 */
class PlantedViolationTest {

    private static final String FIXTURE = "io.weir.fixture.";

    @Test
    void importsOfLowerLinesAreAllowed() {
        assertEquals(
                List.of(),
                violations(
                        "upward",
                        "[one]",
                        "io.weir.fixture.upward.low",
                        "io.weir.fixture.upward.high"));
    }

    @Test
    void anUpwardImportIsFound() {
        List<String> found =
                violations(
                        "upward",
                        "[one]",
                        "io.weir.fixture.upward.high",
                        "io.weir.fixture.upward.low");
        assertEquals(List.of("upward"), kinds(found));
        assertTrue(found.get(0).contains("io.weir.fixture.upward.low.Low"), found.get(0));
    }

    @Test
    void aSidewaysImportIsFound() {
        assertEquals(
                List.of("sideways"),
                kinds(
                        violations(
                                "upward",
                                "[one]",
                                "io.weir.fixture.upward.high io.weir.fixture.upward.low")));
    }

    @Test
    void aCycleIsFoundAndSoIsItsUpwardHalf() {
        List<String> found =
                violations(
                        "cycle",
                        "[one]",
                        "io.weir.fixture.cycle.first",
                        "io.weir.fixture.cycle.second");
        assertEquals(List.of("upward", "cycle"), kinds(found));
        assertEquals(
                "cycle: io.weir.fixture.cycle.first, io.weir.fixture.cycle.second", found.get(1));
    }

    @Test
    void aCycleIsFoundAmongPackagesThatNoLineOrders() {
        assertTrue(kinds(violations("cycle", "[one]", "io.weir.fixture.other")).contains("cycle"));
    }

    @Test
    void anUnlistedPackageIsFoundByItsClassesAndByItsImports() {
        assertEquals(
                List.of("unlisted", "unlisted"),
                kinds(violations("upward", "[one]", "io.weir.fixture.upward.low")));
    }

    @Test
    void aPackageBelowAListedOneIsNotListedByThat() {
        assertTrue(
                kinds(violations("upward", "[one]", "io.weir.fixture.upward"))
                        .contains("unlisted"));
    }

    @Test
    void anImportOfADoorIsFound() {
        assertEquals(
                List.of("door"),
                kinds(
                        violations(
                                "upward",
                                "[one]",
                                "io.weir.fixture.upward.low",
                                "io.weir.fixture.upward.high !")));
    }

    @Test
    void anImportOfASectionIsFoundUnlessItIsNeeded() {
        assertEquals(
                List.of("foreign"),
                kinds(
                        violations(
                                "upward",
                                "[one]",
                                "io.weir.fixture.upward.high",
                                "[two]",
                                "io.weir.fixture.upward.low")));
        assertEquals(
                List.of(),
                violations(
                        "upward",
                        "[one]",
                        "io.weir.fixture.upward.high",
                        "[two] needs one",
                        "io.weir.fixture.upward.low"));
    }

    @Test
    void everyWayToTheMachineIsFound() {
        List<String> found = MachineUse.violations(imported("machine"), name -> false);
        Set<String> methods =
                found.stream()
                        .map(
                                sentence ->
                                        sentence.replaceFirst(
                                                "^.*?(Machine\\w*)(\\.\\w+\\().*", "$1$2"))
                        .collect(Collectors.toCollection(TreeSet::new));
        for (String method :
                List.of(
                        "wallClock",
                        "stopwatch",
                        "instant",
                        "localTime",
                        "zone",
                        "thread",
                        "sleep",
                        "executor",
                        "async",
                        "parallel",
                        "seeded",
                        "threadRandom",
                        "uuid",
                        "byReference",
                        "scratchFile",
                        "cores")) {
            assertTrue(
                    methods.contains("MachineUser." + method + "("),
                    () -> method + " is missing in " + methods);
        }
        assertTrue(
                found.contains(
                        "machine: io.weir.fixture.machine.MachineThread extends java.lang.Thread"),
                () -> "" + found);
        assertTrue(
                found.stream().noneMatch(sentence -> sentence.contains("harmless")),
                () -> "" + found);
    }

    @Test
    void theEnvironmentMayTouchTheMachine() {
        Layers layers = Layers.parse(List.of("[one]", "io.weir.fixture.machine @"));
        assertEquals(
                List.of(), MachineUse.violations(imported("machine"), layers::mayTouchMachine));
    }

    @Test
    void anOrderWithAPackageTwiceIsRefused() {
        assertThrows(
                IllegalArgumentException.class, () -> Layers.parse(List.of("[one]", "a", "b a")));
        assertThrows(IllegalArgumentException.class, () -> Layers.parse(List.of("a")));
    }

    private static List<String> violations(String fixture, String... order) {
        return Layers.parse(List.of(order)).violations(imported(fixture));
    }

    private static JavaClasses imported(String fixture) {
        JavaClasses classes = new ClassFileImporter().importPackages(FIXTURE + fixture);
        assertTrue(!classes.isEmpty(), "no fixture " + fixture);
        return classes;
    }

    private static List<String> kinds(List<String> violations) {
        Function<String, String> kind = sentence -> sentence.substring(0, sentence.indexOf(':'));
        return violations.stream().map(kind).toList();
    }
}
