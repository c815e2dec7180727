package io.weir.core.lsm;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.weir.core.meta.DataFile;
import io.weir.env.Environment;
import io.weir.env.MemoryBudget;
import io.weir.option.Options;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

/** Runs {@code compaction-picker.test}: runs and options in, picked runs out. */
final class CompactionPickerTest {

    private static final Path SCRIPT =
            Path.of("src/test/resources/io/weir/core/lsm/compaction-picker.test");

    @Test
    void thePickerAnswersAsTheScriptSays() throws IOException {
        String script = Files.readString(SCRIPT);
        String answered = answer(script);
        if (Boolean.getBoolean("weir.test.rewrite")) {
            Files.writeString(SCRIPT, answered);
        } else {
            assertEquals(script, answered);
        }
    }

    private static String answer(String script) {
        StringBuilder out = new StringBuilder();
        List<String> block = new ArrayList<>();
        boolean answering = false;
        for (String line : script.lines().toList()) {
            answering &= !line.isBlank();
            if (answering) {
                continue;
            }
            out.append(line).append('\n');
            if (line.equals("----")) {
                out.append(answerBlock(block));
                block.clear();
                answering = true;
            } else if (!line.isBlank() && !line.startsWith("#")) {
                block.add(line);
            }
        }
        return out.toString();
    }

    private static String answerBlock(List<String> lines) {
        Map<String, String> options = new HashMap<>();
        List<SortedRun> runs = new ArrayList<>();
        int hour = 12;
        String answer = "";
        for (String line : lines) {
            List<String> words = List.of(line.split(" ", -1));
            switch (words.get(0)) {
                case "options" -> {
                    for (String word : words.subList(1, words.size())) {
                        String[] parts = word.split("=", 2);
                        options.put(parts[0], parts[1]);
                    }
                }
                case "hour" -> hour = Integer.parseInt(words.get(1));
                case "runs" -> {
                    for (String word : words.subList(1, words.size())) {
                        runs.add(run(word, runs.size()));
                    }
                }
                case "pick" -> answer = pick(false, options, runs, hour);
                case "full" -> answer = pick(true, options, runs, hour);
                default -> throw new IllegalArgumentException(line);
            }
        }
        return answer;
    }

    private static SortedRun run(String text, int number) {
        String[] parts = text.split(":", 2);
        int level = Integer.parseInt(parts[0]);
        byte[] key = new byte[12];
        long created = parts[1].endsWith("old") ? 0 : 1_000_000_000L;
        long size = Long.parseLong(parts[1].replace("old", ""));
        DataFile file = MemoryFiles.file("f" + number, level, size, 1, key, key, 0, 0, 0L, 0);
        DataFile aged =
                new DataFile(
                        file.fileName(),
                        file.sizeBytes(),
                        1,
                        key,
                        key,
                        file.keyStats(),
                        file.valueStats(),
                        0,
                        0,
                        0,
                        level,
                        List.of(),
                        created,
                        0L,
                        null,
                        0,
                        null,
                        null,
                        null,
                        null);
        return new SortedRun(level, List.of(aged));
    }

    private static String pick(
            boolean full, Map<String, String> given, List<SortedRun> runs, int hour) {
        int levels = 6;
        Options options = Options.of(given);
        LsmOptions lsm = LsmOptions.of(options, 1000);
        List<DataFile> top = new ArrayList<>();
        runs.stream()
                .filter(run -> run.level() == levels - 1)
                .forEach(run -> top.addAll(run.files()));
        CompactionPicker picker =
                new CompactionPicker(lsm.picker(), lsm.forceUpLevel0(), new FixedTime(hour), top);
        Optional<CompactionUnit> unit =
                full
                        ? picker.pickFull(levels, runs, lsm.forceRewriteAll())
                        : picker.pick(levels, runs);
        StringBuilder out = new StringBuilder();
        for (SortedRun run : runs) {
            boolean taken = unit.isPresent() && unit.get().files().containsAll(run.files());
            out.append(taken ? "* L" : "  L")
                    .append(run.level())
                    .append(' ')
                    .append(run.sizeBytes())
                    .append('\n');
        }
        return out.append(
                        unit.map(
                                        found ->
                                                "to level "
                                                        + found.outputLevel()
                                                        + (found.full() ? ", everything" : ""))
                                .orElse("nothing"))
                .append('\n')
                .toString();
    }

    /** A clock that stands still, one hour after files without "old" were made. */
    private record FixedTime(int hour) implements Environment {

        @Override
        public long currentMillis() {
            // 1,000,000,000 ms is 1970-01-12 13:46:40: the same day at another hour, a few days
            // later.
            return 1_000_000_000L - 13 * 3_600_000L + hour * 3_600_000L + 86_400_000L;
        }

        @Override
        public long nanoTime() {
            return 0;
        }

        @Override
        public ZoneId zone() {
            return ZoneOffset.UTC;
        }

        @Override
        public String newUuid() {
            throw new IllegalStateException("no ids here");
        }

        @Override
        public long nextRandom() {
            throw new IllegalStateException("no random numbers here");
        }

        @Override
        public <T> Future<T> submit(Callable<T> task) {
            throw new IllegalStateException("no threads here");
        }

        @Override
        public <T> Future<T> submitBackground(String name, Callable<T> task) {
            throw new IllegalStateException("no threads here");
        }

        @Override
        public int parallelism() {
            return 1;
        }

        @Override
        public void sleep(long millis) {
            throw new IllegalStateException("nothing waits here");
        }

        @Override
        public MemoryBudget memory() {
            return new MemoryBudget(0);
        }

        @Override
        public Path scratchDirectory() {
            throw new IllegalStateException("nothing is written here");
        }
    }
}
