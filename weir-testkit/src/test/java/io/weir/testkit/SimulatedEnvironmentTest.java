package io.weir.testkit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

class SimulatedEnvironmentTest {

    private static List<Object> trace(long seed) throws Exception {
        SimulatedEnvironment environment = new SimulatedEnvironment(seed);
        List<Object> trace = new ArrayList<>();
        List<Future<Boolean>> futures = new ArrayList<>();
        for (int task = 0; task < 10; task++) {
            int number = task;
            futures.add(environment.submit(() -> trace.add(number)));
        }
        futures.get(5).get();
        trace.add(environment.newUuid());
        environment.runAll();
        trace.add(environment.nextRandom());
        return trace;
    }

    @Test
    void theSameSeedGivesTheSameRun() throws Exception {
        assertEquals(trace(3), trace(3));
        assertNotEquals(trace(3), trace(4));
    }

    @Test
    void theClockStandsUntilItIsMoved() {
        SimulatedEnvironment environment = new SimulatedEnvironment(1);
        long start = environment.currentMillis();
        assertEquals(start, environment.currentMillis());
        environment.sleep(1500);
        assertEquals(start + 1500, environment.currentMillis());
        assertEquals(4, UUID.fromString(environment.newUuid()).version());
    }

    @Test
    void aTaskRunsAtTheLatestWhenSomeoneWaits() throws Exception {
        SimulatedEnvironment environment = new SimulatedEnvironment(1);
        Future<Integer> inner = environment.submit(() -> 1);
        Future<Integer> outer = environment.submitBackground("outer", () -> inner.get() + 1);
        assertEquals(2, outer.get());
        assertFalse(environment.runOne());
    }
}
