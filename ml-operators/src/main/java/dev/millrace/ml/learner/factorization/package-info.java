/**
 * Factorization machines: linear models with an interaction for every pair of coordinates.
 *
 * <p>Start: {@code Factors}, the function and its steps; {@link dev.millrace.ml.learner.factorization.FactorizationMachine} makes
 * classes of it, {@link dev.millrace.ml.learner.factorization.FactorizationRegression} a value. Threading: as
 * {@link dev.millrace.ml.learner.Learner} says. May import: ml.learner, ml.learner.linear, ml.feature, stream.random,
 * stream.state. Not here: scaling (a feature's work).
 */
package dev.millrace.ml.learner.factorization;
