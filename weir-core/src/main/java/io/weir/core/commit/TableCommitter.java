package io.weir.core.commit;

import io.weir.core.meta.BucketChanges;
import io.weir.core.meta.DataFile;
import io.weir.core.meta.SnapshotMeta;
import io.weir.core.write.BucketMessage;
import io.weir.core.write.UncommittedFiles;
import io.weir.error.CommitUnknownException;
import io.weir.error.WeirException;
import io.weir.storage.Location;
import io.weir.table.CommitMessage;
import io.weir.table.CommitRequest;
import io.weir.table.Snapshot;
import io.weir.table.TableCommit;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Commits for one user: turns messages into one or two snapshots by {@link CommitProtocol}.
 *
 * <p>Exactly once: a streaming commit whose identifier the user has committed already does nothing.
 * After an unknown outcome the same request can be given again, to the same committer: it finds out
 * what became of the first.
 */
public final class TableCommitter implements TableCommit {

    private final CommitSpec spec;
    private final String user;
    private final CommitCounters counters;
    private final CommitProtocol protocol;
    private @Nullable SnapshotMeta lastOfUser;
    private boolean lastOfUserKnown;

    /**
     * @param counters of the table, shared by its committers
     */
    public TableCommitter(CommitSpec spec, String user, CommitCounters counters) {
        this.spec = spec;
        this.user = user;
        this.counters = counters;
        this.protocol = new CommitProtocol(spec, counters);
    }

    @Override
    public Optional<Long> commit(CommitRequest request) {
        List<BucketChanges> changes = BucketMessage.changesOf(request.messages());
        CommitPart data = CommitPart.ofData(changes);
        Optional<SnapshotMeta> done = committedBefore(request.identifier());
        if (done.isEmpty() && (!data.isEmpty() || request.createEmpty())) {
            done = commitData(request, latest -> Optional.of(data));
        }
        return commitCompaction(request, changes, done);
    }

    @Override
    public Optional<Long> overwrite(
            CommitRequest request, @Nullable Map<String, @Nullable Object> staticPartition) {
        List<BucketChanges> changes = BucketMessage.changesOf(request.messages());
        Overwrite overwrite = new Overwrite(spec, changes, staticPartition, request.createEmpty());
        Optional<SnapshotMeta> done = committedBefore(request.identifier());
        if (done.isEmpty()) {
            done = commitData(request, overwrite);
            deleteChangelogs(changes);
        }
        return commitCompaction(request, changes, done);
    }

    /**
     * Commits the compactions in messages and nothing else.
     *
     * @throws io.weir.error.CommitConflictException another commit changed the files; those of the
     *     compactions are deleted
     */
    public Optional<Long> commitCompactions(CommitRequest request) {
        List<BucketChanges> changes = BucketMessage.changesOf(request.messages());
        CommitPart part = CommitPart.ofCompaction(changes);
        if (part.isEmpty()) {
            return Optional.empty();
        }
        try {
            Optional<SnapshotMeta> made =
                    protocol.commit(label(request), latest -> Optional.of(part));
            made.ifPresent(this::committed);
            return made.map(SnapshotMeta::id);
        } catch (CommitUnknownException e) {
            throw e;
        } catch (WeirException e) {
            deleteCompactions(changes, e);
            throw e;
        }
    }

    private Optional<SnapshotMeta> commitData(
            CommitRequest request, CommitProtocol.Planner planner) {
        try {
            Optional<SnapshotMeta> made = protocol.commit(label(request), planner);
            made.ifPresent(this::committed);
            return made;
        } catch (CommitUnknownException e) {
            lastOfUserKnown = false;
            throw e;
        }
    }

    // The data is in the table by now: whatever happens here must not fail the commit.
    private Optional<Long> commitCompaction(
            CommitRequest request, List<BucketChanges> changes, Optional<SnapshotMeta> data) {
        SnapshotMeta last = data.orElse(null);
        CommitPart part = CommitPart.ofCompaction(changes);
        boolean compactedBefore =
                last != null
                        && (last.commitKind() == Snapshot.Kind.COMPACT
                                || last.commitIdentifier() != request.identifier());
        if (!part.isEmpty() && !compactedBefore) {
            try {
                Optional<SnapshotMeta> made =
                        protocol.commit(label(request), latest -> Optional.of(part));
                made.ifPresent(this::committed);
                last = made.orElse(last);
            } catch (CommitUnknownException e) {
                counters.compactionDropped(e);
                lastOfUserKnown = false;
            } catch (WeirException e) {
                counters.compactionDropped(e);
                deleteCompactions(changes, e);
            }
        }
        return Optional.ofNullable(last).map(SnapshotMeta::id);
    }

    private void deleteCompactions(List<BucketChanges> changes, WeirException reason) {
        try {
            UncommittedFiles.deleteCompactions(spec.storage(), spec.layout(), changes);
        } catch (WeirException e) {
            reason.addSuppressed(e);
        }
    }

    // An overwrite has no changelog. Its files are of no use; that they stay is no harm, so the
    // commit, which is made, does not fail for it.
    private void deleteChangelogs(List<BucketChanges> changes) {
        List<Location> files = new ArrayList<>();
        for (BucketChanges each : changes) {
            for (DataFile file : each.changelogFiles()) {
                files.addAll(spec.layout().allFiles(each.partition(), each.bucket(), file));
            }
        }
        try {
            spec.storage().delete(files);
        } catch (WeirException e) {
            counters.cleaningFailed(e);
        }
    }

    private CommitProtocol.Label label(CommitRequest request) {
        return new CommitProtocol.Label(
                user, request.identifier(), request.watermark(), request.properties());
    }

    private void committed(SnapshotMeta snapshot) {
        lastOfUser = snapshot;
        lastOfUserKnown = true;
        spec.afterCommit().run();
    }

    // Batch commits all have the same identifier, which says nothing.
    private Optional<SnapshotMeta> committedBefore(long identifier) {
        if (identifier == Long.MAX_VALUE) {
            return Optional.empty();
        }
        return lastOfUser()
                .filter(
                        last ->
                                last.commitIdentifier() != Long.MAX_VALUE
                                        && last.commitIdentifier() >= identifier);
    }

    private Optional<SnapshotMeta> lastOfUser() {
        if (!lastOfUserKnown) {
            lastOfUser = spec.snapshots().latestOfUser(user).orElse(null);
            lastOfUserKnown = true;
        }
        return Optional.ofNullable(lastOfUser);
    }

    @Override
    public Set<Long> notCommitted(Collection<Long> identifiers) {
        lastOfUserKnown = false;
        Set<Long> missing = new TreeSet<>();
        for (long identifier : identifiers) {
            if (committedBefore(identifier).isEmpty()) {
                missing.add(identifier);
            }
        }
        return missing;
    }

    @Override
    public void abort(List<CommitMessage> messages) {
        UncommittedFiles.delete(spec.storage(), spec.layout(), BucketMessage.changesOf(messages));
    }

    @Override
    public void close() {}
}
