package dev.millrace.stream.plan;

import java.util.regex.Pattern;

/** The form of names of pipelines and their steps: they become file names and parts of addresses. */
final class StepName {
    private static final Pattern FORM = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,99}");

    private StepName() {}

    static void require(String name) {
        if (name == null || !FORM.matcher(name).matches()) {
            throw new IllegalArgumentException("'" + name + "' cannot name a pipeline or a step of one; use 1 to 100"
                    + " letters, digits, '.', '_' or '-', starting with a letter or digit");
        }
    }
}
