package dev.millrace.ml.learner.linear;

/** How far a linear learner goes along a gradient. */
public enum Optimizer {
    /** One rate for all coordinates: Robbins and Monro (1951). */
    SGD,
    /** Each coordinate's rate falls with the gradients that it has seen: Duchi, Hazan and Singer (2011). */
    ADAGRAD,
    /** Running means of gradients and of their squares: Kingma and Ba (2015). */
    ADAM,
    /** Follow the regularised leader; L1 gives exact zeros: McMahan et al. (2013). */
    FTRL,
    /** Numbers of any scale, unscaled: Ross, Mineiro and Langford (2013). */
    NORMALIZED
}
