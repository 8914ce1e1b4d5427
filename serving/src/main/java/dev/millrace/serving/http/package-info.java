/**
 * The plain half of the HTTP server, over Vert.x: calls by their addresses, bodies within limits, problems (RFC 9457), JSON
 * written without trees. Knows nothing of models.
 *
 * <p>Start: {@link dev.millrace.serving.http.CallRouter}. Threading: one {@link dev.millrace.serving.http.Loop} per event
 * loop, and everything of it stays on that loop; answers from elsewhere come back through
 * {@link dev.millrace.serving.http.Exchange#await}. May import: stream.time, serving.metrics. Not here: what any call does.
 */
package dev.millrace.serving.http;
