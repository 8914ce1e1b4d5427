package dev.millrace.cli.file;

import dev.millrace.ml.stream.Serve;
import java.util.Objects;
import java.util.Optional;

/**
 * Whose model answers where a pipeline has several partitions.
 *
 * @param partitions how they answer
 * @param base the version that averages are taken from, by number, alias or tag; empty for the beginning
 */
public record ServeSpec(Serve partitions, Optional<String> base) {
    /** Each partition answers for its own keys. */
    public static final ServeSpec BY_KEY = new ServeSpec(Serve.BY_KEY, Optional.empty());

    public ServeSpec {
        Objects.requireNonNull(partitions, "partitions");
        if (base.isPresent() && partitions != Serve.MERGED) {
            throw new IllegalArgumentException("'base' is the version that averages of merged models are taken from;"
                    + " set partitions to merged, or leave base out");
        }
        if (base.isPresent() && !base.get().matches("[A-Za-z0-9][A-Za-z0-9._-]{0,99}")) {
            throw new IllegalArgumentException("'base' is a version's number, alias or tag, got '" + base.get()
                    + "'; write base: 12 or base: champion");
        }
    }

    /** One model of all partitions, with averages from a version on. */
    public static ServeSpec mergedFrom(Optional<String> base) {
        return new ServeSpec(Serve.MERGED, base);
    }
}
