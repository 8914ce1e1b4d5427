/**
 * Cuts event time into windows: results per key and window as streams, and statistics per key over the last span of time
 * as features.
 *
 * <p>On the engine's clock: {@link dev.millrace.stream.window.TickedWindows}.
 *
 * <p>Start: {@link dev.millrace.stream.window.WindowedAggregate}, {@link dev.millrace.stream.window.SlicedStatistics}.
 * Threading: the partition's thread. May import: stream, stream.state, stream.time. Not here: reading sources, learning.
 */
package dev.millrace.stream.window;
