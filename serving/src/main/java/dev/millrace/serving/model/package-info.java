/**
 * The models that a server answers for, and the ways to ask them: live, by alias, pinned to a version, or following a
 * registry as a replica.
 *
 * <p>Start: {@link dev.millrace.serving.model.ServedModel}, then {@link dev.millrace.serving.model.Answerer}. Threading:
 * any thread unless a class says otherwise; what waits for a disk says so. May import: stream, ml.stream, registry,
 * serving.http (its problems). Not here: routes and bodies.
 */
package dev.millrace.serving.model;
