/**
 * The pipeline file: YAML read into records, one per section, with every mistake answered where it stands.
 *
 * <p>Start: {@link dev.millrace.cli.file.PipelineFile}. Threading: values are immutable, a reader has one caller. May
 * import: stream.event, Jackson. Not here: opening sources, building plans.
 */
package dev.millrace.cli.file;
