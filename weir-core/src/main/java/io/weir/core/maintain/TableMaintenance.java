package io.weir.core.maintain;

import io.weir.core.codec.BinaryRow;
import io.weir.core.commit.CommitCounters;
import io.weir.core.commit.CommitSpec;
import io.weir.core.commit.TableCommitter;
import io.weir.core.meta.EntryFilter;
import io.weir.core.meta.EntryMerge;
import io.weir.core.meta.ManifestEntry;
import io.weir.core.meta.ManifestFile;
import io.weir.core.meta.PartitionKey;
import io.weir.core.meta.SnapshotMeta;
import io.weir.core.write.TableWriter;
import io.weir.core.write.WriteSpec;
import io.weir.data.Row;
import io.weir.error.CommitConflictException;
import io.weir.predicate.Predicate;
import io.weir.table.CommitMessage;
import io.weir.table.CommitRequest;
import io.weir.table.Maintenance;
import io.weir.type.RowType;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Compaction and expiry on request.
 *
 * <p>Compaction plans on the latest snapshot, rewrites, and commits as a user of its own. When
 * another commit took away files it read, its work on these buckets is thrown away and done again
 * on the new snapshot, a bounded number of times. Safe while others write. Buckets are worked on in
 * groups, each of which is one commit, so that a conflict does not cost everything.
 */
public final class TableMaintenance implements Maintenance {

    private static final int BUCKETS_PER_COMMIT = 256;
    private static final int ATTEMPTS = 5;

    private final WriteSpec write;
    private final CommitSpec commit;
    private final CommitCounters counters;
    private final SnapshotExpiry expiry;

    public TableMaintenance(
            WriteSpec write, CommitSpec commit, CommitCounters counters, SnapshotExpiry expiry) {
        this.write = write;
        this.commit = commit;
        this.counters = counters;
        this.expiry = expiry;
    }

    private record Bucket(PartitionKey partition, int number) {}

    @Override
    public Optional<Long> compact(boolean full, @Nullable Predicate partitions) {
        List<Bucket> buckets = buckets(partitions);
        Optional<Long> last = Optional.empty();
        for (int from = 0; from < buckets.size(); from += BUCKETS_PER_COMMIT) {
            int end = Math.min(from + BUCKETS_PER_COMMIT, buckets.size());
            Optional<Long> made = compactGroup(full, buckets.subList(from, end));
            last = made.isPresent() ? made : last;
        }
        return last;
    }

    /** The real buckets that have files now. */
    private List<Bucket> buckets(@Nullable Predicate partitions) {
        Optional<SnapshotMeta> latest = write.snapshots().latest();
        if (latest.isEmpty()) {
            return List.of();
        }
        PartitionFilter filter = new PartitionFilter(write.layout().partitionType(), partitions);
        EntryFilter wanted =
                new EntryFilter() {
                    @Override
                    public boolean wantsPartition(byte[] partition) {
                        return filter.accepts(partition);
                    }

                    @Override
                    public boolean wants(
                            boolean added, byte[] partition, int bucket, int totalBuckets) {
                        return bucket >= 0;
                    }
                };
        EntryMerge merge = new EntryMerge();
        for (ManifestFile manifest : write.manifests().manifests(latest.get())) {
            write.manifests().readManifest(manifest, wanted, merge::add);
        }
        Set<Bucket> buckets = new LinkedHashSet<>();
        for (ManifestEntry entry : merge.live()) {
            buckets.add(new Bucket(new PartitionKey(entry.partition()), entry.bucket()));
        }
        return List.copyOf(buckets);
    }

    private Optional<Long> compactGroup(boolean full, List<Bucket> buckets) {
        String user = write.environment().newUuid();
        for (int attempt = 1; ; attempt++) {
            try (TableWriter writer = TableWriter.forCompaction(write);
                    TableCommitter committer = new TableCommitter(commit, user, counters)) {
                List<CommitMessage> messages = rewrite(writer, committer, full, buckets);
                return committer.commitCompactions(CommitRequest.batch(messages));
            } catch (CommitConflictException e) {
                if (attempt == ATTEMPTS) {
                    throw e;
                }
            }
        }
    }

    private List<CommitMessage> rewrite(
            TableWriter writer, TableCommitter committer, boolean full, List<Bucket> buckets) {
        List<CommitMessage> messages = new ArrayList<>();
        try {
            rewrite(writer, full, buckets, messages);
            return messages;
        } catch (RuntimeException e) {
            // What is done already is in no message that will be committed.
            try {
                committer.abort(messages);
            } catch (RuntimeException abort) {
                e.addSuppressed(abort);
            }
            throw e;
        }
    }

    // As many buckets at once as there are workers.
    private void rewrite(
            TableWriter writer, boolean full, List<Bucket> buckets, List<CommitMessage> messages) {
        RowType partitionType = write.layout().partitionType();
        int together = write.environment().parallelism();
        for (int from = 0; from < buckets.size(); from += together) {
            for (Bucket bucket : buckets.subList(from, Math.min(from + together, buckets.size()))) {
                BinaryRow partition = BinaryRow.ofSerialized(bucket.partition().bytes());
                writer.compact(Row.of(partition.values(partitionType)), bucket.number(), full);
            }
            messages.addAll(writer.prepareCommit(true));
        }
    }

    @Override
    public int expireSnapshots() {
        return expiry.expire();
    }
}
