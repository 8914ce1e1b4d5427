package dev.millrace.serving.model;

import dev.millrace.stream.checkpoint.StoredCheckpoint;
import dev.millrace.stream.state.BadState;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;

/**
 * The versions of one model that are loaded, the least recently asked ones given up first. Whoever asks while a version
 * is being loaded waits for that one load. Threading: any thread; one lock around the map, never held while loading.
 */
final class PinnedVersions {
    private final ServedModel served;
    private final Executor worker;
    private final int most;
    private final Map<Long, CompletableFuture<PinnedAnswerer>> loaded = new LinkedHashMap<>(16, 0.75f, true);

    PinnedVersions(ServedModel served, Executor worker, int most) {
        if (most < 1) {
            throw new IllegalArgumentException("at least one version is kept loaded, got " + most);
        }
        this.served = served;
        this.worker = worker;
        this.most = most;
    }

    /** A version, loaded on a worker thread if need be; fails with a problem that says why it cannot be served. */
    CompletableFuture<PinnedAnswerer> get(long version) {
        CompletableFuture<PinnedAnswerer> future;
        synchronized (loaded) {
            future = loaded.get(version);
            if (future != null) {
                return future;
            }
            future = new CompletableFuture<>();
            loaded.put(version, future);
            if (loaded.size() > most) {
                loaded.remove(loaded.keySet().iterator().next());
            }
        }
        CompletableFuture<PinnedAnswerer> promise = future;
        worker.execute(() -> {
            try {
                promise.complete(load(version));
            } catch (IOException | RuntimeException e) {
                synchronized (loaded) {
                    loaded.remove(version, promise); // the next one to ask tries again
                }
                promise.completeExceptionally(ModelService.unloadable(served.name(), version, e));
            }
        });
        return promise;
    }

    /** Loads a version now. Blocks for the disk. */
    PinnedAnswerer load(long version) throws IOException {
        StoredCheckpoint stored = served.registry().load(served.name(), version);
        try {
            VersionMark mark = VersionMark.of(served.registry().version(served.name(), version), served.operator());
            return new PinnedAnswerer(served.builder().restore(stored), mark);
        } catch (BadState e) {
            throw new IOException("its state does not fit this program: " + e.getMessage(), e);
        }
    }
}
