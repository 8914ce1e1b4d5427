package dev.millrace.serving.api;

import dev.millrace.ml.stream.Label;

/** Which labels a model can learn. */
final class Labels {
    private Labels() {}

    /** Whether it names a class: by the class's name, or as the stream says it; any text of an open set. */
    static boolean isClass(Label label, String said) {
        if (label.classes().isEmpty()) {
            return !said.isBlank();
        }
        return label.classes().containsKey(said) || label.classes().containsValue(said);
    }
}
