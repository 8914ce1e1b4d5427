/**
 * What every learner has to beat: predictions that look at no feature.
 *
 * <p>Start: {@link dev.millrace.ml.learner.baseline.NoChange}. Threading: as {@link dev.millrace.ml.learner.Learner} says. May
 * import: ml.learner, ml.feature, stream.state. Not here: anything that reads a feature.
 */
package dev.millrace.ml.learner.baseline;
