/**
 * Event time, watermarks and the clock.
 *
 * <p>Start: {@link dev.millrace.stream.time.Clock}; nothing outside {@link dev.millrace.stream.time.SystemClock} reads
 * the wall clock. May import: stream.state. Not here: windows.
 */
package dev.millrace.stream.time;
