package dev.millrace.registry;

import java.util.List;

/**
 * What a collection did, or (dry) would do.
 *
 * @param model whose versions
 * @param dryRun whether nothing was deleted
 * @param kept versions that stay
 * @param removedVersions numbers of versions that went, in order
 * @param removedPacks names of packs that went, in order
 * @param freedBytes of the packs that went
 */
public record CollectReport(
        String model,
        boolean dryRun,
        int kept,
        List<Long> removedVersions,
        List<String> removedPacks,
        long freedBytes) {
    public CollectReport {
        removedVersions = List.copyOf(removedVersions);
        removedPacks = List.copyOf(removedPacks);
    }
}
