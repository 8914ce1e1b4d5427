package dev.millrace.stream.journal;

import dev.millrace.stream.storage.Storage;
import dev.millrace.stream.time.Clock;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The journal's one writer: takes all requests that wait, writes them with one write, makes them durable with one force,
 * shows them to readers, wakes listeners, then answers. It does not wait for more: what comes during a force is the
 * next group. All fields belong to its thread but the volatile ones.
 */
final class GroupCommit implements Runnable {
    private static final Logger LOG = LoggerFactory.getLogger(GroupCommit.class);

    // A group larger than this gains nothing from sharing its force, and delays who waits.
    private static final int LARGEST_GROUP_BYTES = 8 << 20;

    private final Segments segments;
    private final Clock clock;
    private final JournalOptions options;
    private final AppendQueue queue;
    private final IdempotencyTable keys;
    private final CopyOnWriteArrayList<Runnable> durableListeners = new CopyOnWriteArrayList<>();

    private Storage.StorageFile file;
    private long position;
    private int segmentKeys;
    private long lastArrivalMillis;
    private ByteBuffer group = ByteBuffer.allocateDirect(64 << 10);
    private final List<Runnable> answers = new ArrayList<>(); // to give when the room of their requests is given back
    private boolean broken; // the newest segment takes no more: its force failed
    private long brokenAtNanos;

    private volatile long end;
    private volatile String refusing;
    private volatile boolean resumeAsked;

    GroupCommit(JournalStart start, Clock clock, JournalOptions options, AppendQueue queue) {
        this.segments = start.segments();
        this.keys = start.keys();
        this.file = start.file();
        this.position = start.tail().position();
        this.end = start.tail().offset();
        this.segmentKeys = start.tail().keys();
        this.lastArrivalMillis = start.tail().arrivalMillis();
        this.clock = clock;
        this.options = options;
        this.queue = queue;
    }

    /** Offset after the last durable record. */
    long end() {
        return end;
    }

    /** Why the last request was refused; null if it was not. */
    String refusing() {
        return refusing;
    }

    void resume() {
        resumeAsked = true;
    }

    void addDurableListener(Runnable listener) {
        durableListeners.add(listener);
    }

    /** Before the thread starts: a segment with the wished metadata, where the newest has other. */
    void adopt(String metadata) throws IOException {
        if (!metadata.isEmpty() && !metadata.equals(segments.last().header.metadata())) {
            roll();
        }
    }

    @Override
    public void run() {
        List<WaitingAppend> requests = new ArrayList<>();
        while (queue.take(requests, LARGEST_GROUP_BYTES)) {
            try {
                commit(requests);
            } catch (RuntimeException | Error e) {
                // Out of memory, say: whoever waits must hear of it, and the journal goes on in a new segment.
                IOException failure = failed(e);
                requests.forEach(request -> refuse(request, failure));
            }
            queue.finished(requests); // whoever is answered finds room again
            answers.forEach(Runnable::run);
            answers.clear();
            requests.clear();
        }
        close();
    }

    /** Closes the file, once nothing more is written. */
    void close() {
        try {
            file.close();
        } catch (IOException e) {
            LOG.warn("closing {}: {}; all that was acknowledged is durable", segments.last().path, e.getMessage());
        }
    }

    /** A request with the key of one before it in the same group. */
    private record Follower(WaitingAppend request, int first) {}

    private void commit(List<WaitingAppend> requests) {
        long arrivalMillis = Math.max(lastArrivalMillis, clock.millis());
        List<WaitingAppend> fresh = new ArrayList<>(requests.size());
        List<Follower> followers = new ArrayList<>();
        Map<ByteBuffer, Integer> firsts = new HashMap<>();
        for (WaitingAppend request : requests) {
            if (request.key() == null) {
                fresh.add(request);
            } else if (!answerKnown(request, arrivalMillis)) {
                Integer first = firsts.putIfAbsent(ByteBuffer.wrap(request.key()), fresh.size());
                if (first == null) {
                    fresh.add(request);
                } else {
                    followers.add(new Follower(request, first));
                }
            }
        }
        if (!fresh.isEmpty()) {
            answer(fresh, followers, arrivalMillis);
        }
    }

    /** Answers a request whose key is in the table: durable already, even where nothing can be written now. */
    private boolean answerKnown(WaitingAppend request, long nowMillis) {
        int place = keys.find(request.key(), nowMillis);
        if (place < 0) {
            return false;
        }
        if (keys.hasBody(place, request.bodyHash())) {
            accept(request, keys.appended(place));
        } else {
            refuse(request, conflict());
        }
        return true;
    }

    private void accept(WaitingAppend request, Appended appended) {
        answers.add(() -> request.answer().complete(appended));
    }

    private void refuse(WaitingAppend request, IOException reason) {
        answers.add(() -> request.answer().completeExceptionally(reason));
    }

    private static IdempotencyConflict conflict() {
        return new IdempotencyConflict(
                "this idempotency key came before with another body; use a new key for a new request");
    }

    private void answer(List<WaitingAppend> fresh, List<Follower> followers, long arrivalMillis) {
        long base = end;
        IOException failure = write(fresh, arrivalMillis);
        if (failure != null) {
            fresh.forEach(request -> refuse(request, failure));
            followers.forEach(follower -> refuse(follower.request(), failure));
            return;
        }
        long[] bases = new long[fresh.size()];
        for (int i = 0; i < bases.length; i++) {
            WaitingAppend request = fresh.get(i);
            bases[i] = base;
            base += request.count();
            if (request.key() != null) {
                keys.add(request.key(), request.bodyHash(), bases[i], request.count(), arrivalMillis);
                segmentKeys++;
            }
            accept(request, new Appended(bases[i], request.count(), false));
        }
        for (Follower follower : followers) {
            WaitingAppend first = fresh.get(follower.first());
            if (Arrays.equals(first.bodyHash(), follower.request().bodyHash())) {
                accept(follower.request(), new Appended(bases[follower.first()], first.count(), true));
            } else {
                refuse(follower.request(), conflict());
            }
        }
    }

    /** Makes requests durable and shows them to readers; or the error with which they are refused. */
    private IOException write(List<WaitingAppend> fresh, long arrivalMillis) {
        boolean force = false;
        try {
            makeWritable();
            long offset = fill(fresh, arrivalMillis);
            int bytes = group.remaining();
            file.write(group, position);
            force = true;
            file.force();
            position += bytes;
            lastArrivalMillis = arrivalMillis;
            segments.last().durableEnd(position);
            end = offset;
            refusing = null;
        } catch (JournalFailed e) {
            return e; // the pause after a failure is not over
        } catch (Storage.DiskFull e) {
            return full(e, force);
        } catch (IOException | RuntimeException | Error e) {
            return failed(e);
        }
        for (Runnable listener : durableListeners) {
            try {
                listener.run();
            } catch (RuntimeException e) {
                LOG.error("a listener of the journal failed; the journal goes on", e);
            }
        }
        return null;
    }

    private long fill(List<WaitingAppend> fresh, long arrivalMillis) {
        int bytes = 0;
        for (WaitingAppend request : fresh) {
            bytes += request.batch().length;
        }
        if (bytes > group.capacity()) {
            group = ByteBuffer.allocateDirect(Math.max(bytes, 2 * group.capacity()));
        }
        group.clear();
        long offset = end;
        for (WaitingAppend request : fresh) {
            BatchFormat.seal(request.batch(), offset, arrivalMillis, position);
            group.put(request.batch());
            offset += request.count();
        }
        group.flip();
        return offset;
    }

    private void makeWritable() throws IOException {
        if (broken) {
            long pauseNanos = options.resumeAfterMillis() * 1_000_000L;
            if (!resumeAsked && clock.nanos() - brokenAtNanos < pauseNanos) {
                throw new JournalFailed(refusing, null);
            }
            resumeAsked = false;
            roll();
            broken = false;
            LOG.info("the journal goes on in {}", segments.last().path);
        } else if (position - segments.last().firstPosition() >= options.segmentBytes()) {
            roll();
        }
    }

    private void roll() throws IOException {
        Segment last = segments.last();
        String metadata = options.metadata().isEmpty() ? last.header.metadata() : options.metadata();
        SegmentHeader header = last.isEmpty() ? replacing(last.header, metadata) : following(last, metadata);
        Storage.StorageFile next = segments.add(header);
        close();
        file = next;
        position = segments.last().firstPosition();
        segmentKeys = 0;
    }

    private SegmentHeader following(Segment last, String metadata) {
        return new SegmentHeader(end, last.header.firstOffset(), position, lastArrivalMillis, segmentKeys, metadata);
    }

    private static SegmentHeader replacing(SegmentHeader empty, String metadata) {
        return new SegmentHeader(
                empty.firstOffset(),
                empty.previousFirst(),
                empty.previousEnd(),
                empty.previousArrivalMillis(),
                empty.previousKeys(),
                metadata);
    }

    /** A part may have been written: it is cut, so that a refused request stays refused. */
    private IOException full(Storage.DiskFull cause, boolean whileForcing) {
        String reason = "the disk of the journal " + segments.last().path.getParent() + " is full, nothing was stored: "
                + cause.getMessage() + "; make room, no restart is needed";
        if (refusing == null) {
            LOG.error("{}", reason);
        }
        if (whileForcing) {
            breakOff();
        } else if (!broken) {
            try {
                if (file.size() > position) {
                    file.truncate(position);
                    file.force();
                }
            } catch (IOException | RuntimeException | Error e) {
                cause.addSuppressed(e);
                breakOff();
            }
        }
        refusing = reason;
        return new JournalFull(reason, cause);
    }

    private IOException failed(Throwable cause) {
        String reason = "the journal " + segments.last().path.getParent() + " could not be made durable: "
                + cause.getMessage() + "; it goes on in a new segment after " + options.resumeAfterMillis()
                + " ms; check the device";
        LOG.error("{}", reason);
        breakOff();
        refusing = reason;
        return new JournalFailed(reason, cause);
    }

    private void breakOff() {
        broken = true;
        brokenAtNanos = clock.nanos();
    }
}
