/**
 * From what a pipeline file says to what the engine runs: sources, schema, features, and the plan.
 *
 * <p>Start: {@link dev.millrace.cli.plan.Blueprint}. Threading: values are immutable, sinks belong to their partition. May
 * import: cli.file, stream, ml, datasets. Not here: starting engines, registries, servers.
 */
package dev.millrace.cli.plan;
