/**
 * Detectors of events that are unlike the others.
 *
 * <p>Start: {@link dev.millrace.ml.learner.anomaly.RobustZScore}. Threading: as {@link dev.millrace.ml.learner.Learner}
 * says. May import: ml.learner, ml.learner.linear, ml.feature, ml.math, stream.random, stream.state,
 * stream.time. Not here: detectors of change (ml.drift), which ask whether a stream has become another, not whether one event is strange.
 */
package dev.millrace.ml.learner.anomaly;
