package dev.millrace.serving.api.v2;

import dev.millrace.serving.http.JsonOutput;
import io.vertx.core.http.HttpHeaders;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicReferenceArray;

/**
 * The JSON parts of the last answers to one request whose tensors all go in binary: they differ only by the version and the
 * tensors' sizes. Threading: any thread; heads are immutable, and a race costs writing one once more.
 */
final class AnswerHeads {
    private static final int PLACES = 32;

    /**
     * @param shapes of the tensors
     * @param sizes of the tensors in bytes
     * @param length of the JSON, as a header says it
     */
    @SuppressWarnings("ArrayRecordComponent") // made here, changed by nobody
    record Head(String model, long version, int[][] shapes, int[] sizes, byte[] json, CharSequence length) {
        private boolean fits(String thisModel, long thisVersion, OutputTensor[] tensors, int[] thisSizes) {
            if (version != thisVersion || !Arrays.equals(sizes, thisSizes) || !model.equals(thisModel)) {
                return false;
            }
            for (int i = 0; i < tensors.length; i++) {
                if (!Arrays.equals(shapes[i], tensors[i].shape())) {
                    return false;
                }
            }
            return true;
        }
    }

    private final AtomicReferenceArray<Head> last = new AtomicReferenceArray<>(PLACES);

    /** @param sizes of the tensors in bytes */
    Head of(JsonOutput output, String model, long version, String id, OutputTensor[] tensors, int[] sizes) {
        int place = Arrays.hashCode(sizes) & (PLACES - 1);
        Head head = last.get(place);
        if (head == null || !head.fits(model, version, tensors, sizes)) {
            byte[] json = output.write(to -> OutputTensor.writeAll(to, model, version, id, tensors, null))
                    .getBytes();
            int[][] shapes = Arrays.stream(tensors).map(OutputTensor::shape).toArray(int[][]::new);
            CharSequence length = HttpHeaders.createOptimized(Integer.toString(json.length));
            head = new Head(model, version, shapes, sizes, json, length);
            last.set(place, head);
        }
        return head;
    }
}
