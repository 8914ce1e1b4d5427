package dev.millrace.cli.run;

import dev.millrace.cli.console.Console;
import dev.millrace.cli.console.Figures;
import dev.millrace.stream.engine.JobStatus;
import java.io.IOException;
import java.util.concurrent.ExecutionException;

/**
 * Keeps a pipeline running until its sources have ended or somebody wants it to stop, and says how it is going. Threading:
 * the command's thread.
 */
public final class Operation {
    private static final long LOOK_MILLIS = 100;

    private final Console console;
    private final PipelineRun run;

    public Operation(Console console, PipelineRun run) {
        this.console = console;
        this.run = run;
    }

    /** Returns when it is over; the run is still open. An {@link IOException} says what stopped the pipeline. */
    public void await(StopSignal stop) throws IOException {
        Progress progress =
                new Progress(console, run.job(), run.blueprint().spec().partitions(), run.expectedRecords(), true);
        boolean serving = run.address().isPresent();
        boolean told = false;
        while (!stop.isWanted(LOOK_MILLIS)) {
            if (run.job().completion().isDone()) {
                requireNoFailure();
                if (!serving) {
                    break;
                }
                if (!told) {
                    console.note("all sources have ended; questions are answered until you stop it (Ctrl-C)");
                    told = true;
                }
            } else {
                progress.show();
            }
        }
        console.keepStatus();
    }

    private void requireNoFailure() throws IOException {
        try {
            run.job().completion().get();
        } catch (ExecutionException e) {
            throw new IOException(e.getCause().getMessage(), e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** What was made, once the run is closed: records read by it, labels that came later among them; scores over all the life of the model; the newest version. */
    public static String summary(PipelineRun run, Scores scores, long version) {
        JobStatus status = run.job().status();
        String refused = status.deadLetters() == 0 ? "" : " · " + Figures.count(status.deadLetters()) + " dead letters";
        return Figures.count(status.events()) + " records · " + ScoreText.of(scores.metrics()) + refused + " · "
                + run.blueprint().spec().name() + "@" + version;
    }
}
