package dev.millrace.cli.trial;

import dev.millrace.ml.learner.LearnerProvider.Task;
import dev.millrace.ml.stream.Label;
import dev.millrace.ml.stream.LearningOperator;
import dev.millrace.ml.stream.Prediction;
import dev.millrace.ml.stream.Question;
import dev.millrace.ml.stream.Reply;
import dev.millrace.stream.Answering;
import dev.millrace.stream.DeadLetter;
import dev.millrace.stream.Operator;
import dev.millrace.stream.Output;
import dev.millrace.stream.Tag;
import dev.millrace.stream.engine.Cost;
import dev.millrace.stream.event.Event;
import dev.millrace.stream.event.Field;
import dev.millrace.stream.event.Row;
import dev.millrace.stream.state.BytesStateWriter;
import dev.millrace.stream.state.StateReader;
import dev.millrace.stream.state.StateWriter;
import java.util.SortedMap;

/**
 * A partition of an entrant: the learning operator of its pipeline, with what is kept of its scores beside it. Threading: the
 * partition's thread.
 */
final class TrialOperator implements Operator<Event, Prediction>, Answering<Question, Reply> {
    private final LearningOperator learning;
    private final TrialScores scores;
    private final Label label;
    private final Field labelField;
    private final HoldOut holdOut;
    private final ThreadMeter meter = new ThreadMeter();
    private Cost keeping = Cost.NONE;
    private long refused;
    private String firstRefused;

    /** A row with its label is being taken. */
    private boolean rowAtHand;

    /** Of the row at hand if it is held out; null if it is not. */
    private Row heldOut;

    /**
     * @param labelField null if labels never come with their events
     * @param holdOut null if nothing is held out; otherwise the operator emits its predictions
     */
    TrialOperator(LearningOperator learning, TrialScores scores, Label label, Field labelField, HoldOut holdOut) {
        this.learning = learning;
        this.scores = scores;
        this.label = label;
        this.labelField = labelField;
        this.holdOut = holdOut;
        learning.listen(scores);
    }

    @Override
    public void open(Output<Prediction> output) {
        learning.open(new Output<>() {
            @Override
            public void emit(Prediction value, long timestampMillis) {
                // What was learned before the row at hand may come out only now; it carries its label.
                if (heldOut != null && value.truth() == null) {
                    score(value);
                }
            }

            @Override
            public <T> void emit(Tag<T> side, T value, long timestampMillis) {
                if (value instanceof DeadLetter letter) {
                    refuse(letter);
                }
            }

            @Override
            public boolean isFull() {
                return output.isFull();
            }
        });
    }

    private void refuse(DeadLetter letter) {
        refused++;
        if (rowAtHand) {
            scores.forgetLast();
        }
        if (firstRefused == null) {
            firstRefused = letter.detail();
        }
    }

    @Override
    public void onEvent(Event event, long timestampMillis) {
        if (!(event instanceof Row row)) {
            learning.onEvent(event, timestampMillis);
            return;
        }
        boolean labelled = labelField != null && !row.isMissing(labelField);
        if (holdOut != null && labelled && holdOut.holds(row)) {
            scores.at(row, true);
            heldOut = row;
            learning.onEvent(row.without(labelField), timestampMillis);
            heldOut = null;
        } else {
            if (holdOut == null) {
                scores.at(row, labelled);
            }
            rowAtHand = labelled && holdOut == null;
            learning.onEvent(row, timestampMillis);
            rowAtHand = false;
        }
    }

    @Override
    public boolean keepsEvents() {
        return learning.keepsEvents();
    }

    @Override
    public void onTick(long clockMillis) {
        learning.onTick(clockMillis);
    }

    private void score(Prediction prediction) {
        if (label.task() == Task.REGRESSION) {
            scores.scoreHeldOut(prediction, null, heldOut.numeric(labelField));
            return;
        }
        String said = heldOut.name(labelField);
        String truth = label.classes().isEmpty() ? said : label.classes().get(said);
        if (truth != null) {
            scores.scoreHeldOut(prediction, truth, Double.NaN);
        }
    }

    TrialScores scores() {
        return scores;
    }

    @Override
    public boolean onWatermark(long watermarkMillis) {
        return learning.onWatermark(watermarkMillis);
    }

    @Override
    public void settle() {
        learning.settle();
    }

    @Override
    public Reply answer(Question question) {
        return learning.answer(question);
    }

    @Override
    public void snapshot(StateWriter out) {
        long cpuNanos = meter.cpuNanos();
        long allocatedBytes = meter.allocatedBytes();
        learning.snapshot(out);
        keeping = keeping.plus(new Cost(meter.cpuNanos() - cpuNanos, meter.allocatedBytes() - allocatedBytes));
    }

    /** What writing its state down has taken: the trial wants that, not the stream. */
    Cost keeping() {
        return keeping;
    }

    @Override
    public void restore(StateReader in) {
        learning.restore(in);
    }

    /** Records that it could not learn from. */
    long refused() {
        return refused;
    }

    /** What was wrong with the first of them; null if there is none. */
    String firstRefused() {
        return firstRefused;
    }

    /**
     * Size of what the learner knows: its plain values, and the containers that stand in chunks of their own.
     *
     * @param chunks of the operator's state, from after the last event
     */
    long learnerBytes(SortedMap<String, byte[]> chunks) {
        BytesStateWriter plain = new BytesStateWriter();
        learning.learner().snapshot(plain);
        long bytes = plain.main().length;
        for (var chunk : chunks.entrySet()) {
            if (chunk.getKey().startsWith("learner-0-")) {
                bytes += chunk.getValue().length;
            }
        }
        return bytes;
    }
}
