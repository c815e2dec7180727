package io.weir.core;

import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/**
 * Calls that reach past {@link io.weir.env.Environment} to the machine's clock, threads, memory,
 * zone or random numbers: a simulation could not repeat what follows from them.
 */
final class MachineUse {

    /** Owner and member, {@code <init>} for constructors. */
    private static final Pattern BANNED =
            Pattern.compile(
                    String.join(
                            "|",
                            "java\\.lang\\.System\\.(currentTimeMillis|nanoTime)",
                            "java\\.lang\\.Math\\.random",
                            "java\\.lang\\.StrictMath\\.random",
                            "java\\.lang\\.Runtime\\.(availableProcessors|addShutdownHook|\\w+Memory)",
                            "java\\.lang\\.Thread\\.(<init>|sleep|ofVirtual|ofPlatform|startVirtualThread)",
                            "java\\.util\\.UUID\\.randomUUID",
                            "java\\.util\\.(Random|SplittableRandom|Timer|Date)\\.<init>",
                            "java\\.util\\.TimeZone\\.getDefault",
                            "java\\.util\\.random\\..*",
                            "java\\.security\\.SecureRandom\\..*",
                            "java\\.util\\.concurrent\\.ThreadLocalRandom\\..*",
                            "java\\.util\\.concurrent\\.Executors\\..*",
                            "java\\.util\\.concurrent\\.(Scheduled)?ThreadPoolExecutor\\.<init>",
                            "java\\.util\\.concurrent\\.ForkJoinPool\\.(<init>|commonPool)",
                            "java\\.util\\.concurrent\\.CompletableFuture\\.(\\w+Async|delayedExecutor|orTimeout"
                                    + "|completeOnTimeout)",
                            "java\\.util\\.concurrent\\.TimeUnit\\.sleep",
                            "java\\.util\\..*\\.(parallelStream|parallel|parallelSort|parallelPrefix|parallelSetAll)",
                            "java\\.time\\.Clock\\.(system|tick)\\w*",
                            "java\\.time\\.(\\w+\\.)*now",
                            "java\\.time\\.ZoneId\\.systemDefault",
                            "java\\.nio\\.file\\.Files\\.createTemp\\w+",
                            "java\\.io\\.File\\.createTempFile"));

    private static final Set<String> BANNED_PARENTS =
            Set.of("java.lang.Thread", "java.util.Random", "java.util.TimerTask");

    private MachineUse() {}

    /** One sentence for each such call in a package that has no leave to. */
    static List<String> violations(JavaClasses classes, Predicate<String> mayTouchMachine) {
        List<String> found = new ArrayList<>();
        for (JavaClass type : classes) {
            if (mayTouchMachine.test(type.getPackageName())) {
                continue;
            }
            type.getRawSuperclass()
                    .map(JavaClass::getName)
                    .filter(BANNED_PARENTS::contains)
                    .ifPresent(
                            parent ->
                                    found.add("machine: " + type.getName() + " extends " + parent));
            for (JavaAccess<?> access : type.getAccessesFromSelf()) {
                String member = access.getTargetOwner().getName() + "." + access.getName();
                if (BANNED.matcher(member).matches()) {
                    found.add("machine: " + access.getDescription());
                }
            }
        }
        return found;
    }
}
