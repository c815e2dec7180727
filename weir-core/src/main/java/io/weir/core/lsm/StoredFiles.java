package io.weir.core.lsm;

import io.weir.core.file.BucketPlace;
import io.weir.core.file.DataFileWriter;
import io.weir.core.file.DataFiles;
import io.weir.core.file.FileWriterSpec;
import io.weir.core.file.Run;
import io.weir.core.file.RunSpec;
import io.weir.core.file.WriterSpecs;
import io.weir.core.merge.MergedBatch;
import io.weir.core.meta.DataFile;
import io.weir.storage.Location;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/** The data files of one bucket in the table's storage. */
final class StoredFiles implements BucketFiles {

    private final BucketPlace place;
    private final WriterSpecs specs;
    private final DataFiles reader;

    StoredFiles(BucketPlace place, WriterSpecs specs, DataFiles reader) {
        this.place = place;
        this.specs = specs;
        this.reader = reader;
    }

    @Override
    public Sink create(int level, int fileSource) {
        return new StoredSink(specs.data(place, level, fileSource));
    }

    @Override
    public Sink createChangelog() {
        return new StoredSink(specs.changelog(place, 0, DataFile.SOURCE_APPEND));
    }

    @Override
    public Run open(List<DataFile> files, RunSpec spec) {
        return reader.openRun(place, files, spec);
    }

    @Override
    public void delete(DataFile file) {
        List<Location> locations = new ArrayList<>();
        locations.add(place.locate(file));
        for (String extra : file.extraFiles()) {
            locations.add(place.directory().resolve(extra));
        }
        specs.storage().delete(locations);
    }

    private final class StoredSink implements Sink {
        private final DataFileWriter writer;
        private final List<DataFile> finished = new ArrayList<>();

        StoredSink(FileWriterSpec spec) {
            this.writer = new DataFileWriter(spec);
        }

        @Override
        public void write(MergedBatch batch) {
            writer.write(
                    batch.values(),
                    Objects.requireNonNull(batch.sequenceNumbers()),
                    Objects.requireNonNull(batch.kinds()));
        }

        @Override
        public List<DataFile> finish() {
            finished.addAll(writer.finish());
            return finished;
        }

        @Override
        public void abort() {
            if (finished.isEmpty()) {
                writer.abort();
            } else {
                finished.forEach(StoredFiles.this::delete);
                finished.clear();
            }
        }
    }
}
