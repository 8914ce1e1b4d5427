/**
 * The test kit for operators: stories of events and watermarks, replayed in every way in which an engine may run them.
 *
 * <p>Start: {@link dev.millrace.stream.harness.OperatorHarness}. Threading: the test's thread. May import: the stream
 * packages except stream.engine. Not here: tests.
 */
package dev.millrace.stream.harness;
