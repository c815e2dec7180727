package io.weir.core;

import com.tngtech.archunit.core.domain.Dependency;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * An order of packages, as {@code layers.txt} tells it, and the imports that break it.
 *
 * <p>The text is lines of package names under section headers {@code [name] needs other ...}; the
 * file itself explains the rules.
 */
final class Layers {

    private record Place(String section, int line) {}

    private final Map<String, Place> places = new HashMap<>();
    private final Map<String, Set<String>> needs = new HashMap<>();
    private final Set<String> doors = new HashSet<>();
    private final Set<String> machines = new HashSet<>();

    private Layers() {}

    /** Reads the text; a name that stands twice or outside a section is an error. */
    static Layers parse(List<String> lines) {
        Layers layers = new Layers();
        String section = null;
        for (int number = 0; number < lines.size(); number++) {
            String line = lines.get(number).strip();
            if (line.isEmpty() || line.startsWith("#")) {
                continue;
            }
            List<String> words = List.of(line.split("\\s+"));
            if (line.startsWith("[")) {
                section = words.get(0);
                Set<String> needed = new HashSet<>();
                words.stream().skip(2).forEach(word -> needed.add("[" + word + "]"));
                layers.needs.put(section, needed);
            } else {
                layers.addLine(section, number, words);
            }
        }
        return layers;
    }

    private void addLine(String section, int line, List<String> words) {
        if (section == null) {
            throw new IllegalArgumentException("line " + (line + 1) + " is before any section");
        }
        String name = "";
        for (String word : words) {
            switch (word) {
                case "!" -> doors.add(name);
                case "@" -> machines.add(name);
                default -> {
                    name = word;
                    if (places.put(name, new Place(section, line)) != null) {
                        throw new IllegalArgumentException(name + " stands twice");
                    }
                }
            }
        }
    }

    /** Whether classes of a package may use the machine's clock, threads and random numbers. */
    boolean mayTouchMachine(String packageName) {
        return machines.contains(packageName);
    }

    /**
     * One sentence for each import, unlisted package or cycle that breaks the order; in a fixed
     * order.
     */
    List<String> violations(JavaClasses classes) {
        Map<String, Set<String>> imports = new TreeMap<>();
        Map<String, String> examples = new HashMap<>();
        for (JavaClass type : classes) {
            Set<String> targets =
                    imports.computeIfAbsent(type.getPackageName(), p -> new TreeSet<>());
            for (Dependency dependency : type.getDirectDependenciesFromSelf()) {
                JavaClass target = dependency.getTargetClass().getBaseComponentType();
                if (isOurs(target) && !target.getPackageName().equals(type.getPackageName())) {
                    targets.add(target.getPackageName());
                    examples.putIfAbsent(
                            type.getPackageName() + " " + target.getPackageName(),
                            dependency.getDescription());
                }
            }
        }
        List<String> found = new ArrayList<>();
        imports.forEach(
                (from, targets) -> {
                    if (!places.containsKey(from)) {
                        found.add("unlisted: " + from + " is in no line of the order");
                    }
                    for (String to : targets) {
                        String fault = fault(from, to);
                        if (!fault.isEmpty()) {
                            found.add(
                                    fault
                                            + ": "
                                            + from
                                            + " imports "
                                            + to
                                            + "; "
                                            + examples.get(from + " " + to));
                        }
                    }
                });
        found.addAll(cycles(imports));
        return found;
    }

    private static boolean isOurs(JavaClass type) {
        return type.getPackageName().equals("io.weir")
                || type.getPackageName().startsWith("io.weir.");
    }

    /** The kind of fault of an import, empty if it is allowed. */
    private String fault(String from, String to) {
        Place source = places.get(from);
        Place target = places.get(to);
        if (target == null) {
            return "unlisted";
        }
        if (doors.contains(to)) {
            return "door";
        }
        if (source == null) {
            return "";
        }
        if (!source.section().equals(target.section())) {
            return needs.get(source.section()).contains(target.section()) ? "" : "foreign";
        }
        if (target.line() == source.line()) {
            return "sideways";
        }
        return target.line() < source.line() ? "upward" : "";
    }

    /**
     * A sentence for each set of packages that reach each other, whatever the order says of them.
     */
    private static List<String> cycles(Map<String, Set<String>> imports) {
        Map<String, Set<String>> reached = new TreeMap<>();
        imports.keySet().forEach(start -> reached.put(start, reach(start, imports)));
        Set<Set<String>> knots = new HashSet<>();
        List<String> found = new ArrayList<>();
        reached.forEach(
                (start, ends) -> {
                    Set<String> knot = new TreeSet<>();
                    for (String end : ends) {
                        if (reached.getOrDefault(end, Set.of()).contains(start)) {
                            knot.add(end);
                        }
                    }
                    if (!knot.isEmpty() && knots.add(knot)) {
                        found.add("cycle: " + String.join(", ", knot));
                    }
                });
        return found;
    }

    private static Set<String> reach(String start, Map<String, Set<String>> imports) {
        Set<String> reached = new TreeSet<>();
        List<String> open = new ArrayList<>(imports.get(start));
        while (!open.isEmpty()) {
            String next = open.remove(open.size() - 1);
            if (reached.add(next)) {
                open.addAll(imports.getOrDefault(next, Set.of()));
            }
        }
        return reached;
    }
}
