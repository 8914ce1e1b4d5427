/**
 * What a pipeline is before it runs: a small immutable graph of sources and operators, and the typed builder that makes it.
 *
 * <p>Start: {@link dev.millrace.stream.plan.Plan}. Threading: plans are immutable, builders have one caller. May
 * import: the stream packages except stream.engine.
 */
package dev.millrace.stream.plan;
