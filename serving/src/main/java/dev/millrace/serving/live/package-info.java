/**
 * What goes on in the models, once a second: sampled, sent to who listens, kept for a few minutes, and shown to
 * Prometheus.
 *
 * <p>Start: {@link dev.millrace.serving.live.LiveFeed}. Threading: one timer samples; samples are immutable. May import:
 * serving.http, serving.model, serving.metrics. Not here: the page that draws it.
 */
package dev.millrace.serving.live;
