package dev.millrace.cli.trial;

import dev.millrace.cli.console.Console;
import dev.millrace.cli.file.PipelineSpec;
import dev.millrace.cli.plan.Streams;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Tries entrants on one recorded stream. Those that read it alike share a pass: it is read and parsed once, each entrant
 * runs the plan of its own pipeline in tasks of its own, and slices of events are handed over through the engine's bounded
 * queues. What comes out for one is what comes out if it runs alone, bit for bit. Threading: one caller.
 */
public final class Comparison {
    private final Streams streams;
    private final Console console;
    private final TrialOptions options;

    public Comparison(Streams streams, Console console, TrialOptions options) {
        this.streams = streams;
        this.console = console;
        this.options = options;
    }

    /** What came out, in the order of the entrants. */
    public List<Result> run(List<Entrant> entrants) throws IOException {
        Map<Object, List<Integer>> passes = new LinkedHashMap<>();
        for (int i = 0; i < entrants.size(); i++) {
            Object pass = options.separately() ? Integer.valueOf(i) : reading(entrants.get(i));
            passes.computeIfAbsent(pass, none -> new ArrayList<>()).add(i);
        }
        List<Result> results = new ArrayList<>(java.util.Collections.nCopies(entrants.size(), null));
        for (List<Integer> together : passes.values()) {
            List<Entrant> those = together.stream().map(entrants::get).toList();
            List<Result> out = new Pass(those, streams, console, options).run();
            for (int i = 0; i < out.size(); i++) {
                results.set(together.get(i), out.get(i));
            }
        }
        return results;
    }

    /** All that decides how a stream is read; entrants for whom it is equal share a pass. */
    private static Object reading(Entrant entrant) {
        PipelineSpec spec = entrant.blueprint().spec();
        return List.of(
                spec.sources(),
                spec.label().from(),
                spec.label().from().isEmpty() ? Optional.empty() : spec.key(),
                spec.schema(),
                new ArrayList<>(spec.schema().keySet()),
                spec.time(),
                spec.partitions());
    }
}
