/**
 * What {@code millrace datasets describe} shows: a stream read once and profiled, as a table or as JSON.
 *
 * <p>Start: {@link dev.millrace.cli.describe.Description}. Threading: one caller. May import: cli.plan, cli.file, cli.console,
 * ml.profile, datasets. Not here: profiling itself.
 */
package dev.millrace.cli.describe;
