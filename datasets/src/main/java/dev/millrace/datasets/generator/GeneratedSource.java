package dev.millrace.datasets.generator;

import dev.millrace.stream.event.Event;
import dev.millrace.stream.event.Row;
import dev.millrace.stream.event.Schema;
import dev.millrace.stream.random.Random64;
import dev.millrace.stream.source.Offset;
import dev.millrace.stream.source.Source;
import dev.millrace.stream.source.SourceReader;
import dev.millrace.stream.time.Timestamps;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;

/**
 * The records of a generated stream. Each block of records has a seed of its own, so any place is reached at the cost of
 * one block, plus the moves of concepts that move and the choices between concepts; all that lies before it where a kind
 * {@linkplain StreamKind#drawsInOrder draws in order}. One partition.
 */
final class GeneratedSource implements Source<Event> {
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
        private final boolean inOrder = stream.kind().drawsInOrder();
        private final BlockChance blocks;
        private final Random64 moves;
        private final Changes changes;
        private final List<Concept> concepts = stream.concepts();
        /** Of each concept in the order of the drift: its chance, unless it draws from blocks, and how many records it has shown. */
        private final Chance[] chances = new Chance[concepts.size()];

        private final long[] shown = new long[concepts.size()];
        private final Set<Concept> moving = new LinkedHashSet<>();
        private final int source;
        private long next;

        Reader(Offset from) {
            long seed = stream.composition().seed();
            this.source = from.part();
            this.blocks = new BlockChance(
                    Random64.seedOf(seed, "records of " + stream.kind().name(), 0));
            this.moves = new Random64(
                    Random64.seedOf(seed, "moves of " + stream.kind().name(), 0));
            this.changes = new Changes(stream.drift(), seed);
            Arrays.setAll(chances, place -> inOrder ? new Random48(seed) : blocks);
            concepts.stream().filter(Concept::isMoving).forEach(moving::add);
            long start = inOrder ? 0 : BlockChance.startOf(from.records());
            for (; next < start; next++) {
                shown[changes.next()]++;
                move();
            }
            Row thrownAway = new Row(schema);
            while (next < from.records()) {
                fill(thrownAway);
            }
        }

        private void move() {
            for (Concept concept : moving) {
                concept.move(moves);
            }
        }

        /** Fills the next record and goes behind it. */
        private void fill(Row row) {
            blocks.enter(next);
            int place = changes.next();
            Concept concept = concepts.get(place);
            Chance random = chances[place];
            int drawn = concept.draw(next, random, row);
            if (!classes.isEmpty()) {
                int wanted = classes.size() - 1 - (int) (shown[place] % classes.size());
                for (int n = 0; balanced && drawn != wanted && n < MOST_DRAWS; n++) {
                    drawn = concept.draw(next, random, row);
                }
            }
            concept.finish(random, row);
            if (!classes.isEmpty()) {
                row.setText(labelSlot, classes.get(noisy(drawn, random)));
            }
            shown[place]++;
            next++;
            move();
        }

        /** A kind with noise of its own that draws in order draws for it even if there is to be none. */
        private int noisy(int drawn, Chance random) {
            boolean drawsForNoise = labelNoise > 0 || inOrder && stream.kind().labelNoise() > 0;
            if (!drawsForNoise || !random.happens(labelNoise)) {
                return drawn;
            }
            if (inOrder && classes.size() == 2) {
                return 1 - drawn;
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
