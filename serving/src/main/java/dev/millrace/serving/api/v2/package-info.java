/**
 * The Open Inference Protocol, version 2, with its binary tensor data: the same questions as {@code /v1}'s, as tensors.
 *
 * <p>Start: {@link dev.millrace.serving.api.v2.InferCall}. Threading: an action runs on the event loop of its request;
 * reading a large body runs on a worker thread. May import: serving.api, serving.http, serving.model. Not here: how a
 * model is asked ({@link dev.millrace.serving.api.Answers}).
 */
package dev.millrace.serving.api.v2;
