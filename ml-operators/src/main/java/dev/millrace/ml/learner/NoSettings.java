package dev.millrace.ml.learner;

/** For learners that have nothing to set. */
public record NoSettings() {}
