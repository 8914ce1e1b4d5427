package dev.millrace.stream.engine;

import dev.millrace.stream.checkpoint.Checkpoint.SourcePosition;
import dev.millrace.stream.plan.Node;
import dev.millrace.stream.source.Offset;
import dev.millrace.stream.source.Source;
import dev.millrace.stream.source.SourceReader;
import dev.millrace.stream.time.Timestamps;
import java.io.IOException;
import java.util.SortedMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * What a replay gives to its tasks: sources that are read as far as a version stands and then wait, so that the state is
 * the one that stood there, and the order in which they are taken. A source that had ended there ends again.
 *
 * <p>Threading: {@link #allRead} any thread; readers their own.
 */
final class ReplayedInputs {
    private final RecordedOrder order;
    private final SortedMap<String, SourcePosition> ends;
    private final AtomicInteger missing;
    private final CompletableFuture<Void> allRead = new CompletableFuture<>();

    ReplayedInputs(RecordedOrder order, SortedMap<String, SourcePosition> ends) {
        this.order = order;
        this.ends = ends;
        this.missing = new AtomicInteger(ends.size());
    }

    RecordedOrder order() {
        return order;
    }

    /** Completes when each source has been read as far as the version stands. */
    CompletableFuture<Void> allRead() {
        return allRead;
    }

    Source<?> bounded(Node.SourceNode node) {
        return new Bounded<>(node.name(), node.source());
    }

    private void oneRead() {
        if (missing.decrementAndGet() == 0) {
            allRead.complete(null);
        }
    }

    /** The same source to a plan. */
    private final class Bounded<T> implements Source<T> {
        private final String name;
        private final Source<T> source;

        Bounded(String name, Source<T> source) {
            this.name = name;
            this.source = source;
        }

        @Override
        public String describe() {
            return source.describe();
        }

        @Override
        public int partitions() {
            return source.partitions();
        }

        @Override
        public boolean isLive() {
            return true;
        }

        @Override
        public SourceReader<T> open(int partition, Offset from) throws IOException {
            String key = name + '/' + partition;
            SourcePosition end = ends.get(key);
            if (end == null) {
                throw new IOException(
                        "the version says nothing of source " + key + "; it was made from fewer source partitions");
            }
            boolean ended = end.watermarkMillis() == Timestamps.AFTER_ALL;
            return new Reader<>(key, source.open(partition, from), end.offset(), ended);
        }
    }

    private final class Reader<T> implements SourceReader<T> {
        private final String key;
        private final SourceReader<T> reader;
        private final Offset end;
        private final boolean ends;
        private boolean told;

        /** @param ends whether the source had ended in the version */
        Reader(String key, SourceReader<T> reader, Offset end, boolean ends) {
            this.key = key;
            this.reader = reader;
            this.end = end;
            this.ends = ends;
        }

        @Override
        public Status poll(Sink<T> sink, int most) throws IOException {
            if (ends) {
                Status status = reader.poll(sink, most);
                if (status == Status.ENDED) {
                    require(isAt(reader.offset()), "ends at", reader.offset());
                    tell();
                }
                return status;
            }
            Offset at = reader.offset();
            if (isAt(at)) {
                tell();
                return Status.WAITING;
            }
            boolean last = at.part() == end.part();
            require(!last || isBefore(at), "goes on from", at);
            Status status = reader.poll(sink, last ? (int) Math.min(most, left(at)) : most);
            Offset now = reader.offset();
            require(now.part() < end.part() || isAt(now) || isBefore(now), "has come to", now);
            require(isAt(now) || status != Status.ENDED, "ends at", now);
            return status == Status.WAITING ? Status.WAITING : Status.READY;
        }

        private boolean isAt(Offset offset) {
            return offset.isBehindTheSameAs(end);
        }

        /** Whether records of the version's part are left, of the source or of the one beside it, and none too many read. */
        private boolean isBefore(Offset at) {
            if (at.part() != end.part() || at.records() >= end.records()) {
                return at.part() == end.part() && at.records() == end.records() && isBesideBefore(at);
            }
            return true;
        }

        private boolean isBesideBefore(Offset at) {
            Offset now = at.beside();
            Offset then = end.beside();
            return now != null
                    && then != null
                    && (now.part() < then.part() || now.part() == then.part() && now.records() < then.records());
        }

        /** As many records as may be read without going too far: one at least. */
        private long left(Offset at) {
            long left = end.records() - at.records();
            if (at.beside() != null
                    && end.beside() != null
                    && at.beside().part() == end.beside().part()) {
                left += Math.max(0, end.beside().records() - at.beside().records());
            }
            return Math.max(1, left);
        }

        private void require(boolean holds, String stands, Offset where) throws IOException {
            if (!holds) {
                throw new IOException("source " + key + " " + stands + " record " + where.records() + " of part "
                        + where.part() + ", but the version stands at record " + end.records() + " of part "
                        + end.part() + "; it is not the source that the version was made from");
            }
        }

        private void tell() {
            if (!told) {
                told = true;
                oneRead();
            }
        }

        @Override
        public Offset offset() {
            return reader.offset();
        }

        @Override
        public void close() throws IOException {
            reader.close();
        }
    }
}
