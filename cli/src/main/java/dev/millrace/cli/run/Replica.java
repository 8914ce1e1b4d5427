package dev.millrace.cli.run;

import dev.millrace.cli.plan.Blueprint;
import dev.millrace.registry.Registry;
import dev.millrace.serving.Server;
import dev.millrace.serving.ServerOptions;
import dev.millrace.serving.model.ReplicaModel;
import dev.millrace.stream.time.Clock;
import java.io.IOException;
import java.util.List;

/** Serves the models of a registry that another process may write. Threading: opened and closed by one thread. */
public final class Replica implements AutoCloseable {
    private final List<String> models;
    private final Server server;

    private Replica(List<String> models, Server server) {
        this.models = models;
        this.server = server;
    }

    /** Serves all models that the registry has now; their new versions are followed. */
    public static Replica start(Registry registry, String host, int port, Clock clock) throws IOException {
        List<String> models = registry.models();
        if (models.isEmpty()) {
            throw new IOException("there is no model in " + registry.directory()
                    + "; run a pipeline with this registry first, or name another with --registry");
        }
        MergeBases bases = new MergeBases(registry);
        List<ReplicaModel> served = models.stream()
                .map(name -> new ReplicaModel(
                        name, Blueprint.LEARN, registry, version -> RestoredModels.restore(version, bases)))
                .toList();
        return new Replica(models, Server.start(ServerOptions.defaults().withAddress(host, port), served, clock));
    }

    public List<String> models() {
        return models;
    }

    public String address() {
        return server.address();
    }

    @Override
    public void close() {
        server.close();
    }
}
