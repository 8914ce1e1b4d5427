/**
 * The calls under {@code /v1}, health and metrics: what each reads, whom it asks, what it answers.
 *
 * <p>Start: {@link dev.millrace.serving.api.PredictCall}. Threading: an action runs on the event loop of its request and
 * never blocks it; what needs a disk goes to a worker thread. May import: serving.http, serving.model, serving.live,
 * serving.metrics. Not here: how a model answers.
 */
package dev.millrace.serving.api;
