package dev.millrace.ml.learner;

import dev.millrace.stream.settings.NamedSettings;
import java.util.List;
import java.util.stream.Collectors;

/**
 * The setting in which a learner that is made of others names them.
 *
 * @param key as users write it
 * @param several whether there may be more than one, with + between
 */
public record MembersSetting(String key, boolean several) {

    /** The learners that a value names, each as {@link Learners#parse} reads it. */
    public List<String> names(String value) {
        return several ? NamedSettings.split(value, '+') : List.of(value);
    }

    /** The value that names these. */
    public String value(List<NamedSettings> members) {
        return members.stream()
                .map(each -> each.settings().isEmpty() ? each.name() : "(" + each + ")")
                .collect(Collectors.joining("+"));
    }
}
