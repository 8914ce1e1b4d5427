package dev.millrace.serving.model;

import dev.millrace.registry.Registry;

/** A model that a server answers for, as the one who starts the server describes it. */
public sealed interface ServedModel permits LiveModel, ReplicaModel {

    /** Name of the model, which is the name of its pipeline. */
    String name();

    /** Where its versions are. */
    Registry registry();

    /** Restores the operators of a version. */
    RestoredVersion.Builder builder();

    /** Name of the learning operator in the pipeline. */
    String operator();
}
