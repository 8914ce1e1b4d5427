package dev.millrace.stream;

import dev.millrace.stream.parallel.Parallel;

/**
 * What the maker of an operator is told about the partition that the operator will belong to.
 *
 * @param operatorName stable name of the operator in its pipeline
 * @param partition 0 … partitions − 1
 * @param partitions the pipeline's fixed number of partitions
 * @param seed seed of this partition's chance, a function of (pipeline seed, operator name, partition)
 * @param parallel where work in independent parts may be done; to be used on the partition's thread
 */
public record OperatorContext(String operatorName, int partition, int partitions, long seed, Parallel parallel) {
    /** For a host that has one thread. */
    public OperatorContext(String operatorName, int partition, int partitions, long seed) {
        this(operatorName, partition, partitions, seed, Parallel.NONE);
    }
}
