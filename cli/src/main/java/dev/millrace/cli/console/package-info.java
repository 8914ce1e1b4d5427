/**
 * What a person reads: results, status lines, tables and figures.
 *
 * <p>Start: {@link dev.millrace.cli.console.Console}. Threading: a console may be written to by any thread. May import:
 * stream.time. Not here: commands, engines.
 */
package dev.millrace.cli.console;
