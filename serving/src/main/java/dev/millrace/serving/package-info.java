/**
 * The HTTP server: questions, events, late labels, versions, health, metrics and the page.
 *
 * <p>Start: {@link dev.millrace.serving.Server}, then {@link dev.millrace.serving.model.ServedModel} for what it needs
 * to know of a model. Threading: Vert.x event loops, which nothing blocks, and its worker threads for what reads a disk.
 * May import: stream, ml.stream, ml.evaluation, registry; Vert.x. Not here: how a model learns, and the command line.
 */
package dev.millrace.serving;
