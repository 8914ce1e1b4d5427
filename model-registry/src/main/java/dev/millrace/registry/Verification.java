package dev.millrace.registry;

import java.util.List;

/**
 * What a scrub of one version found.
 *
 * @param model its model
 * @param version its number
 * @param chunks how many were read
 * @param bytes how many agreed with their hashes
 * @param problems what does not verify, each with the file; empty if the version is whole
 */
public record Verification(String model, long version, long chunks, long bytes, List<String> problems) {
    public Verification {
        problems = List.copyOf(problems);
    }

    public boolean isWhole() {
        return problems.isEmpty();
    }
}
