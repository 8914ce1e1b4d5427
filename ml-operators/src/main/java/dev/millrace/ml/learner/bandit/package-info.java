/**
 * Contextual bandits: which action earns most, learned from the rewards of actions that were taken.
 *
 * <p>Start: {@link dev.millrace.ml.learner.ContextualBandit}, then {@link dev.millrace.ml.learner.bandit.LinUcb}. Threading: as
 * {@link dev.millrace.ml.learner.Learner} says. May import: ml.learner, ml.learner.linear, ml.feature, ml.math,
 * stream.random, stream.state. Not here: what a logged stream says about a policy (ml.evaluation), and what identifies an
 * event (ml.stream).
 */
package dev.millrace.ml.learner.bandit;
