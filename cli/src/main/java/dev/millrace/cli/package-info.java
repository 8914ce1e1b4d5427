/**
 * The command line: one main that wires everything, and a class per command.
 *
 * <p>Start: {@link dev.millrace.cli.Main}. Threading: a command runs on the main thread. May import: everything but
 * engines other than the embedded one. Not here: what a pipeline file means (cli.file), how a pipeline runs (cli.run).
 */
package dev.millrace.cli;
