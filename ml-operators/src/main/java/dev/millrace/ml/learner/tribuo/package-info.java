/**
 * Batch trainers of Tribuo in a stream: trained again and again on remembered events, in the background, swapped at places that the
 * stream alone decides.
 *
 * <p>Start: {@link dev.millrace.ml.learner.tribuo.RetrainedClassifier}; what it shares with regression is in {@code Retraining}. Threading: the partition's thread; a training runs on
 * a thread of its own over events that nobody changes, and whoever needs its model waits. May import: ml.learner, ml.feature,
 * stream.state, stream.random, Tribuo, OLCUT. Not here: exports of our models to Tribuo.
 */
package dev.millrace.ml.learner.tribuo;
