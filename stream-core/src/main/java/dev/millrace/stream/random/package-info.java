/**
 * Chance that can be repeated: seeded generators whose state is part of a snapshot.
 *
 * <p>Start: {@link dev.millrace.stream.random.Random64}. Threading: one caller. May import: stream.state.
 */
package dev.millrace.stream.random;
