package dev.millrace.datasets.generator;

import dev.millrace.stream.event.Event;
import dev.millrace.stream.event.Row;
import dev.millrace.stream.event.Schema;
import dev.millrace.stream.random.Random64;
import dev.millrace.stream.source.Offset;
import dev.millrace.stream.source.Source;
import dev.millrace.stream.source.SourceReader;
import dev.millrace.stream.time.Timestamps;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;

/**
 * The records of a generated stream. Each block of records has a seed of its own, so any place is reached at the cost of
 * one block, plus the moves of concepts that move. One partition.
 */
final class GeneratedSource implements Source<Event> {
    private static final int BLOCK_BITS = 8;
    /** A class that does not come in so many draws is taken not to exist in the concept. */
    private static final int MOST_DRAWS = 10_000;

    private final GeneratedStream stream;
    private final long rows;

    GeneratedSource(GeneratedStream stream) {
        this.stream = stream;
        this.rows = stream.composition().rows();
    }

    @Override
    public String describe() {
        return "generator(" + stream + ")";
    }

    @Override
    public int partitions() {
        return 1;
    }

    @Override
    public long expectedRecords() {
        return rows == Composition.ENDLESS ? -1 : rows;
    }

    @Override
    public SourceReader<Event> open(int partition, Offset from) {
        Objects.checkIndex(partition, 1);
        return new Reader(from);
    }

    private final class Reader implements SourceReader<Event> {
        private final Schema schema = stream.schema();
        private final List<String> classes = stream.classes();
        private final int labelSlot = schema.field(stream.label()).slot();
        private final double labelNoise = stream.labelNoise();
        private final boolean balanced = stream.composition().balanced();
        private final long blockSeed;
        private final Random64 moves;
        private final Drift drift = stream.drift();
        private final List<Concept> concepts = stream.concepts();
        private final Set<Concept> moving = new LinkedHashSet<>();
        private final int source;
        private Random64 random;
        private long next;

        Reader(Offset from) {
            long seed = stream.composition().seed();
            this.source = from.part();
            this.blockSeed = Random64.seedOf(seed, "records of " + stream.kind().name(), 0);
            this.moves = new Random64(
                    Random64.seedOf(seed, "moves of " + stream.kind().name(), 0));
            concepts.stream().filter(Concept::isMoving).forEach(moving::add);
            long block = from.records() >>> BLOCK_BITS << BLOCK_BITS;
            if (!moving.isEmpty()) {
                for (long n = 0; n < block; n++) {
                    move();
                }
            }
            next = block;
            enterBlock();
            Row thrownAway = new Row(schema);
            while (next < from.records()) {
                fill(thrownAway);
            }
        }

        private void enterBlock() {
            random = new Random64(Random64.mix(blockSeed + (next >>> BLOCK_BITS)));
        }

        private void move() {
            for (Concept concept : moving) {
                concept.move(moves);
            }
        }

        /** Fills the next record and goes behind it. */
        private void fill(Row row) {
            Concept concept = concepts.get(drift.at(next, random));
            int drawn = concept.draw(next, random, row);
            if (!classes.isEmpty()) {
                int wanted = (int) (next % classes.size());
                for (int n = 0; balanced && drawn != wanted && n < MOST_DRAWS; n++) {
                    drawn = concept.draw(next, random, row);
                }
                row.setText(labelSlot, classes.get(noisy(drawn)));
            }
            next++;
            move();
            if ((next & (1 << BLOCK_BITS) - 1) == 0) {
                enterBlock();
            }
        }

        private int noisy(int drawn) {
            if (labelNoise == 0 || random.nextDouble() >= labelNoise) {
                return drawn;
            }
            int other = random.nextInt(classes.size() - 1);
            return other < drawn ? other : other + 1;
        }

        @Override
        public Status poll(Sink<Event> sink, int most) {
            long end = most > rows - next ? rows : next + most;
            while (next < end) {
                Row row = new Row(schema, source, 0, next);
                fill(row);
                sink.event(row, Timestamps.NONE);
            }
            return next >= rows ? Status.ENDED : Status.READY;
        }

        @Override
        public Offset offset() {
            return new Offset(source, next, next);
        }

        @Override
        public void close() {}
    }
}
