package dev.millrace.ml.stream;

import dev.millrace.stream.OperatorContext;
import dev.millrace.stream.Output;
import dev.millrace.stream.Tag;
import dev.millrace.stream.event.Schema;
import dev.millrace.stream.state.BytesStateReader;
import dev.millrace.stream.state.BytesStateWriter;
import dev.millrace.stream.state.ChunkedState;
import java.util.SortedMap;
import java.util.TreeMap;

/** Learning operators without an engine. */
final class OperatorFixture {
    private OperatorFixture() {}

    /** An open operator whose output nobody reads. */
    static LearningOperator create(LearningSpec spec, Schema schema) {
        return create(spec, schema, 42);
    }

    /** The same, with chance of its own. */
    static LearningOperator create(LearningSpec spec, Schema schema, long seed) {
        LearningOperator operator = (LearningOperator)
                LearningOperator.factory(spec, schema).create(new OperatorContext("learn", 0, 1, seed));
        operator.open(new Output<>() {
            @Override
            public void emit(Prediction value, long timestampMillis) {}

            @Override
            public <T> void emit(Tag<T> side, T value, long timestampMillis) {}

            @Override
            public boolean isFull() {
                return false;
            }
        });
        return operator;
    }

    /** Another that goes on from the same state. */
    static LearningOperator copy(LearningOperator operator) {
        LearningOperator copy = create(operator.spec(), operator.schema());
        copy.restore(new BytesStateReader(state(operator)));
        return copy;
    }

    /** Every chunk of an operator's state, by name. */
    static SortedMap<String, byte[]> state(LearningOperator operator) {
        BytesStateWriter out = new BytesStateWriter();
        operator.snapshot(out);
        SortedMap<String, byte[]> chunks = new TreeMap<>();
        chunks.put(BytesStateWriter.MAIN, out.main());
        out.registered().forEach((name, state) -> {
            state.freeze(
                    new ChunkedState.ChunkWriter() {
                        @Override
                        public void chunk(String chunk, byte[] bytes) {
                            chunks.put(name + '/' + chunk, bytes);
                        }

                        @Override
                        public void unchanged(String chunk) {
                            throw new AssertionError("everything was asked for");
                        }
                    },
                    true);
            int pending = Integer.MAX_VALUE;
            while (pending > 0) {
                pending = state.writePending(pending);
            }
            state.committed();
        });
        return chunks;
    }
}
