package dev.millrace.ml.learner.tree;

/** A place in a tree. */
sealed interface Node permits Leaf, Split {}
