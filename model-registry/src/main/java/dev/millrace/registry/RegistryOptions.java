package dev.millrace.registry;

import dev.millrace.stream.storage.DirectoryLock;
import java.util.Objects;
import java.util.Optional;

/**
 * Settings of a registry.
 *
 * @param codeVersion of the program, for the manifests
 * @param lock how a writer keeps others out
 * @param bufferBytes how much is written at once; default 1 MiB
 * @param copyForwardBytes how much of old packs a commit copies at most; default 4 MiB
 * @param maxPacks when a version refers to more packs, the least used are copied forward too; default 128
 * @param retention what is kept when the registry collects by itself; empty (the default): it does not
 * @param collectEvery after how many commits of a model it collects by itself; default 60
 */
public record RegistryOptions(
        String codeVersion,
        WriterLock lock,
        int bufferBytes,
        long copyForwardBytes,
        int maxPacks,
        Optional<Retention> retention,
        int collectEvery) {

    public RegistryOptions {
        Objects.requireNonNull(codeVersion, "codeVersion");
        Objects.requireNonNull(lock, "lock");
        Objects.requireNonNull(retention, "retention");
        if (bufferBytes < 1 || copyForwardBytes < 0 || maxPacks < 1 || collectEvery < 1) {
            throw new IllegalArgumentException("a registry needs positive bufferBytes, maxPacks and collectEvery and no"
                    + " negative copyForwardBytes, got " + bufferBytes + ", " + maxPacks + ", " + collectEvery + " and "
                    + copyForwardBytes);
        }
    }

    /** The defaults; keeps everything. */
    public static RegistryOptions defaults() {
        String version = RegistryOptions.class.getPackage().getImplementationVersion();
        return new RegistryOptions(
                version == null ? "unpackaged" : version,
                directory -> DirectoryLock.acquire(directory)::close,
                1 << 20,
                4 << 20,
                128,
                Optional.empty(),
                60);
    }

    public RegistryOptions withCodeVersion(String version) {
        return new RegistryOptions(version, lock, bufferBytes, copyForwardBytes, maxPacks, retention, collectEvery);
    }

    public RegistryOptions withLock(WriterLock writerLock) {
        return new RegistryOptions(
                codeVersion, writerLock, bufferBytes, copyForwardBytes, maxPacks, retention, collectEvery);
    }

    public RegistryOptions withCopyForward(long bytes, int packs) {
        return new RegistryOptions(codeVersion, lock, bufferBytes, bytes, packs, retention, collectEvery);
    }

    /** Collects by itself: in the committing thread, every so many commits of a model. */
    public RegistryOptions withRetention(Retention keep, int everyCommits) {
        return new RegistryOptions(
                codeVersion, lock, bufferBytes, copyForwardBytes, maxPacks, Optional.of(keep), everyCommits);
    }
}
