package dev.millrace.registry;

import dev.millrace.stream.storage.Storage;
import dev.millrace.stream.time.Clock;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.function.Consumer;

/** The models of one registry, opened when they are first asked for. Threading: any thread. */
final class Models {
    private final Path directory;
    private final Storage storage;
    private final Clock clock;
    private final Mode mode;
    private final RegistryOptions options;
    private final Consumer<Damage> onDamage;
    private final ConcurrentMap<String, Model> open = new ConcurrentHashMap<>();
    private volatile boolean closed;

    Models(
            Path directory,
            Storage storage,
            Clock clock,
            Mode mode,
            RegistryOptions options,
            Consumer<Damage> onDamage) {
        this.directory = directory;
        this.storage = storage;
        this.clock = clock;
        this.mode = mode;
        this.options = options;
        this.onDamage = onDamage;
    }

    List<String> names() throws IOException {
        requireOpen();
        List<String> names = new ArrayList<>();
        for (String name : storage.list(directory)) {
            if (Names.isModel(name) && folder(name).exists()) {
                names.add(name);
            }
        }
        return names;
    }

    /** A model that has been committed to at some time; a reader's is up to date. */
    Optional<Model> find(String name) throws IOException {
        requireOpen();
        Model known = open.get(Names.model(name));
        if (known != null) {
            if (mode == Mode.READ) {
                known.refresh();
            }
            return Optional.of(known);
        }
        if (!folder(name).exists()) {
            return Optional.empty();
        }
        return Optional.of(openNow(name));
    }

    Model get(String name) throws IOException {
        Optional<Model> found = find(name);
        if (found.isEmpty()) {
            throw new NotFound("the registry " + directory + " has no model '" + name + "'; it has " + names());
        }
        return found.get();
    }

    /** A model to commit to; its directories are made if they are missing. */
    Model forWriting(String name) throws IOException {
        requireOpen();
        Model known = open.get(Names.model(name));
        return known != null ? known : openNow(name);
    }

    private synchronized Model openNow(String name) throws IOException {
        Model known = open.get(name);
        if (known != null) {
            return known;
        }
        ModelFolder folder = folder(name);
        if (mode == Mode.WRITE) {
            folder.openForWriting();
        } else {
            folder.listVersions();
        }
        Model opened = new Model(folder, clock, options);
        open.put(name, opened);
        return opened;
    }

    private ModelFolder folder(String name) {
        return new ModelFolder(storage, directory, name, onDamage);
    }

    private void requireOpen() {
        if (closed) {
            throw new IllegalStateException("the registry " + directory + " is closed");
        }
    }

    void close() {
        closed = true;
    }
}
