package dev.millrace.stream.engine;

import dev.millrace.stream.checkpoint.Checkpoint.PartKey;
import dev.millrace.stream.checkpoint.StoredCheckpoint;
import java.io.IOException;

/** A version cannot be made again, because in which order its inputs were taken is not known; restoring it works. */
public final class OrderNotRecorded extends IOException {
    private static final long serialVersionUID = 1L;

    OrderNotRecorded(String message) {
        super(message);
    }

    OrderNotRecorded(String message, IOException cause) {
        super(message, cause);
    }

    static OrderNotRecorded in(StoredCheckpoint version, PartKey task) {
        return new OrderNotRecorded("version " + version.version() + " of '" + version.pipeline()
                + "' cannot be verified: " + task.operator().substring(RecordedInputs.PREFIX.length()) + '/'
                + task.partition() + " reads several inputs, and in which order it took them is not recorded there"
                + " (an earlier Millrace made it, or more came between two versions than is recorded); restoring it"
                + " works all the same");
    }
}
