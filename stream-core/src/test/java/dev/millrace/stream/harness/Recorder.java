package dev.millrace.stream.harness;

import dev.millrace.stream.Output;
import dev.millrace.stream.Tag;
import java.util.ArrayList;
import java.util.List;

/** Keeps what an operator emits, and can say that it is full after each emit to the main output. */
final class Recorder {
    private final List<Emission> emissions = new ArrayList<>();
    private final boolean narrow;
    private boolean full;
    private boolean checkpointing;

    Recorder(boolean narrow) {
        this.narrow = narrow;
    }

    List<Emission> emissions() {
        return emissions;
    }

    /** A checkpoint may be in flight: the state cannot be looked at by another one. */
    void checkpointing() {
        checkpointing = true;
    }

    boolean isCheckpointing() {
        return checkpointing;
    }

    void drain() {
        full = false;
    }

    void emit(Emission emission) {
        emissions.add(emission);
        full = narrow;
    }

    <O> Output<O> output() {
        return new Output<>() {
            @Override
            public void emit(O value, long timestampMillis) {
                Recorder.this.emit(new Emission(null, value, timestampMillis));
            }

            @Override
            public <T> void emit(Tag<T> side, T value, long timestampMillis) {
                Recorder.this.emit(new Emission(side.name(), value, timestampMillis));
            }

            @Override
            public boolean isFull() {
                return full;
            }
        };
    }
}
