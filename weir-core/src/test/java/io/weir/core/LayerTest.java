package io.weir.core;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** The packages of the engine keep to their order, and only the environment touches the machine. */
class LayerTest {

    /**
     * Main classes, in directories and jars alike. The testkit stands outside the order: it is for
     * tests.
     */
    private static final ImportOption MAIN_CLASSES =
            location -> !location.contains("test-classes") && !location.contains("io/weir/testkit");

    private static final Layers LAYERS = Layers.parse(lines());

    private static final JavaClasses CLASSES =
            new ClassFileImporter().withImportOption(MAIN_CLASSES).importPackages("io.weir");

    @Test
    void packagesImportOnlyWhatIsBelowThem() {
        assertEquals("", String.join("\n", LAYERS.violations(CLASSES)));
    }

    @Test
    void onlyTheEnvironmentTouchesClockThreadsAndRandomNumbers() {
        assertEquals(
                "", String.join("\n", MachineUse.violations(CLASSES, LAYERS::mayTouchMachine)));
    }

    @Test
    void theClassesOfAllModulesAreLookedAt() {
        Set<String> packages = new TreeSet<>();
        for (JavaClass type : CLASSES) {
            packages.add(type.getPackageName());
        }
        assertTrue(
                packages.containsAll(Set.of("io.weir", "io.weir.env", "io.weir.core.meta")),
                () -> "only " + packages);
    }

    private static List<String> lines() {
        try (InputStream in = LayerTest.class.getResourceAsStream("/layers.txt")) {
            return new String(Objects.requireNonNull(in).readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
