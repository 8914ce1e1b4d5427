/**
 * The one operator that puts features, a learner and its evaluation into a stream, and the questions that it answers.
 *
 * <p>Start: {@link dev.millrace.ml.stream.Learning}, which builds a {@link dev.millrace.ml.stream.LearningSpec}, and
 * {@link dev.millrace.ml.stream.LearningOperator}, which runs it. Threading: the partition's thread. May import: stream (not
 * its engine), ml.feature, ml.learner, ml.evaluation, ml.drift, ml.label. Not here: HTTP, storage.
 */
package dev.millrace.ml.stream;
