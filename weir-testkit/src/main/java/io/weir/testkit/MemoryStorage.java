package io.weir.testkit;

import io.weir.env.Environment;
import io.weir.error.CorruptFileException;
import io.weir.error.ExistenceException;
import io.weir.storage.FileStatus;
import io.weir.storage.ListPage;
import io.weir.storage.Location;
import io.weir.storage.Storage;
import io.weir.storage.StorageInput;
import io.weir.storage.StorageOutput;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListMap;
import org.jspecify.annotations.Nullable;

/**
 * Files in memory, as an object store has them: no directories, whole objects, put-if-absent.
 *
 * <p>Stores have names, so that catalogs find them by location: {@code memory:/name/...} is the
 * store of that name in this process.
 */
public final class MemoryStorage implements Storage {

    private static final ConcurrentHashMap<String, MemoryStorage> STORES =
            new ConcurrentHashMap<>();

    private record Stored(byte[] content, long modifiedMillis) {}

    private final ConcurrentSkipListMap<String, Stored> files = new ConcurrentSkipListMap<>();
    private final Environment environment;
    private volatile Faults faults = Faults.none();

    public MemoryStorage(Environment environment) {
        this.environment = environment;
    }

    /** The store of that name, made on first use. */
    public static MemoryStorage named(String name, Environment environment) {
        return STORES.computeIfAbsent(name, any -> new MemoryStorage(environment));
    }

    /** Forgets a store. */
    public static void forget(String name) {
        STORES.remove(name);
    }

    /** What shall go wrong from now on. */
    public void inject(Faults newFaults) {
        faults = newFaults;
    }

    /** Paths of all files, in order. */
    public List<String> paths() {
        return List.copyOf(files.keySet());
    }

    /** Changes a file behind everyone's back, for tests of damaged files. */
    public void damage(Location location, byte[] content) {
        files.put(location.path(), new Stored(content.clone(), environment.currentMillis()));
    }

    @Override
    public StorageInput open(Location location) {
        faults.before("open", location);
        byte[] content = content(location);
        return new Input(location, content);
    }

    @Override
    public byte[] read(Location location) {
        faults.before("read", location);
        return content(location).clone();
    }

    private byte[] content(Location location) {
        Stored stored = files.get(location.path());
        if (stored == null) {
            throw ExistenceException.notFound("file", location.toString());
        }
        return stored.content();
    }

    @Override
    public StorageOutput create(Location location) {
        faults.before("create", location);
        return new Output(location);
    }

    @Override
    public boolean putIfAbsent(Location location, byte[] content) {
        faults.before("putIfAbsent", location);
        Stored mine = new Stored(content.clone(), environment.currentMillis());
        boolean put = files.putIfAbsent(location.path(), mine) == null;
        faults.after("putIfAbsent", location);
        return put;
    }

    @Override
    public void put(Location location, byte[] content) {
        faults.before("put", location);
        files.put(location.path(), new Stored(content.clone(), environment.currentMillis()));
        faults.after("put", location);
    }

    @Override
    public Optional<FileStatus> status(Location location) {
        faults.before("status", location);
        return Optional.ofNullable(files.get(location.path()))
                .map(stored -> file(location, stored));
    }

    private static FileStatus file(Location location, Stored stored) {
        return new FileStatus(location, false, stored.content().length, stored.modifiedMillis());
    }

    @Override
    public ListPage list(Location directory, @Nullable String after, int max) {
        faults.before("list", directory);
        String prefix = directory.path().equals("/") ? "/" : directory.path() + "/";
        List<FileStatus> entries = new ArrayList<>();
        for (var file : files.tailMap(prefix).entrySet()) {
            if (!file.getKey().startsWith(prefix)) {
                break;
            }
            String rest = file.getKey().substring(prefix.length());
            int slash = rest.indexOf('/');
            Location location = directory.resolve(slash < 0 ? rest : rest.substring(0, slash));
            FileStatus entry =
                    slash < 0
                            ? file(location, file.getValue())
                            : new FileStatus(location, true, 0, 0);
            if (entries.isEmpty() || !entries.get(entries.size() - 1).equals(entry)) {
                entries.add(entry);
            }
        }
        entries.sort((left, right) -> compare(left.location().name(), right.location().name()));
        List<FileStatus> page =
                entries.stream()
                        .filter(
                                entry ->
                                        after == null
                                                || compare(entry.location().name(), after) > 0)
                        .toList();
        boolean last = page.size() <= max;
        return new ListPage(last ? page : page.subList(0, max), last);
    }

    private static int compare(String left, String right) {
        return Arrays.compareUnsigned(
                left.getBytes(StandardCharsets.UTF_8), right.getBytes(StandardCharsets.UTF_8));
    }

    @Override
    public void delete(Collection<Location> locations) {
        for (Location location : locations) {
            faults.before("delete", location);
            files.remove(location.path());
        }
    }

    @Override
    public void deleteDirectory(Location directory) {
        faults.before("deleteDirectory", directory);
        files.keySet().removeIf(path -> path.startsWith(directory.path() + "/"));
    }

    @Override
    public void close() {}

    private final class Input implements StorageInput {

        private final Location location;
        private final byte[] content;

        Input(Location location, byte[] content) {
            this.location = location;
            this.content = content;
        }

        @Override
        public Location location() {
            return location;
        }

        @Override
        public long sizeBytes() {
            return content.length;
        }

        @Override
        public void read(long position, byte[] target, int offset, int length) {
            faults.before("read", location);
            if (position < 0 || position + length > content.length) {
                throw new CorruptFileException(
                        location.toString(),
                        length
                                + " bytes wanted at "
                                + position
                                + ", the file has "
                                + content.length);
            }
            System.arraycopy(content, (int) position, target, offset, length);
        }

        @Override
        public void close() {}
    }

    private final class Output implements StorageOutput {

        private final Location location;
        private final ByteArrayOutputStream written = new ByteArrayOutputStream();
        private boolean done;

        Output(Location location) {
            this.location = location;
        }

        @Override
        public Location location() {
            return location;
        }

        @Override
        public void write(byte[] source, int offset, int length) {
            faults.before("write", location);
            written.write(source, offset, length);
        }

        @Override
        public long sizeBytes() {
            return written.size();
        }

        @Override
        public void abort() {
            done = true;
        }

        @Override
        public void close() {
            if (!done) {
                done = true;
                faults.before("close", location);
                files.put(
                        location.path(),
                        new Stored(written.toByteArray(), environment.currentMillis()));
                faults.after("close", location);
            }
        }
    }
}
