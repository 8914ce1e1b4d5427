package dev.millrace.ml.learner;

import dev.millrace.stream.settings.NamedSettings;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;

/**
 * The files of models that a learner and its members start from, where settings as users write them name these files. Pure functions;
 * names that nobody knows have none.
 */
public final class StartFiles {
    private StartFiles() {}

    /** The files, in the order in which they stand. */
    public static List<ModelFile> in(NamedSettings learner) {
        List<ModelFile> files = new ArrayList<>();
        changed(learner, file -> {
            files.add(file);
            return file;
        });
        return files;
    }

    /** The same learner; every file is another. */
    public static NamedSettings changed(NamedSettings learner, UnaryOperator<ModelFile> other) {
        Map<String, String> settings = new LinkedHashMap<>(learner.settings());
        Optional<LearnerProvider<?>> provider = Learners.find(learner.name());
        if (provider.filter(Learners::startsWithModel).isPresent()) {
            settings.computeIfPresent(
                    Learners.START,
                    (key, text) -> other.apply(ModelFile.parse(text)).toString());
        }
        provider.flatMap(LearnerProvider::membersSetting)
                .ifPresent(setting ->
                        settings.computeIfPresent(setting.key(), (key, text) -> membersChanged(setting, text, other)));
        return new NamedSettings(learner.name(), settings);
    }

    /** As it was written where nothing changes. */
    private static String membersChanged(MembersSetting setting, String text, UnaryOperator<ModelFile> other) {
        List<NamedSettings> before =
                setting.names(text).stream().map(Learners::named).toList();
        List<NamedSettings> after =
                before.stream().map(member -> changed(member, other)).toList();
        return after.equals(before) ? text : setting.value(after);
    }
}
