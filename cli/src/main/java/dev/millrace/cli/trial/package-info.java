/**
 * Learners and pipelines tried side by side on one recorded stream, in one pass over it, and what is shown of that.
 *
 * <p>Start: {@link dev.millrace.cli.trial.Comparison}. Threading: the engine's workers run the operators; all else has one
 * caller. May import: cli.plan, cli.run, cli.file, cli.console, the engine, ml-operators. Not here: commands, learners.
 */
package dev.millrace.cli.trial;
