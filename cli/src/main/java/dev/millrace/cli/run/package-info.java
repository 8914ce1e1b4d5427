/**
 * Runs pipelines: engine, registry, journal, server, dead letters, and how it is going.
 *
 * <p>Start: {@link dev.millrace.cli.run.PipelineRun}. Threading: a run is opened and closed by one thread; each class says
 * what others may call. May import: cli.plan, cli.file, cli.console, and all modules. Not here: options of commands.
 */
package dev.millrace.cli.run;
