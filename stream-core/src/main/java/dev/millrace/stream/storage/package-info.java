/**
 * The few things that Millrace asks of a file system, as a port: so that the journal and the registry can be tested on
 * one that loses, tears and reorders what was not forced.
 *
 * <p>Start: {@link dev.millrace.stream.storage.Storage}. Threading: any thread. May import: nothing else of Millrace.
 */
package dev.millrace.stream.storage;
