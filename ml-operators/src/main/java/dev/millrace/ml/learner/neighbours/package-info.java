/**
 * Learning by remembering.
 *
 * <p>Start: {@link dev.millrace.ml.learner.neighbours.NearestNeighbours}. Threading: as
 * {@link dev.millrace.ml.learner.Learner} says. May import: ml.learner, ml.feature, stream.state. Not here: models of the data.
 */
package dev.millrace.ml.learner.neighbours;
