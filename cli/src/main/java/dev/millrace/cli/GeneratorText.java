package dev.millrace.cli;

import dev.millrace.datasets.generator.Composition;
import dev.millrace.datasets.generator.StreamKind;
import dev.millrace.stream.settings.Settings;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** What a generator can be told, in lines for a person. */
final class GeneratorText {
    private GeneratorText() {}

    static List<String> of(StreamKind<?> kind) {
        List<String> lines = new ArrayList<>();
        lines.add(
                kind.name() + " · generator · " + kind.task().name().toLowerCase(Locale.ROOT) + " · " + kind.summary());
        lines.add("concepts  " + concepts(kind.concepts()));
        lines.add("settings");
        for (Settings.Setting setting : Settings.describe(kind.defaults())) {
            lines.add(line(setting, setting.defaultValue()));
        }
        for (Settings.Setting setting : Settings.describe(Composition.DEFAULT)) {
            lines.add(line(setting, shared(setting, kind)));
        }
        lines.add("paper     " + kind.paper());
        lines.add("example   millrace evaluate " + kind.name() + ":rows=50000,concepts="
                + kind.concepts().first() + "/" + (kind.concepts().first() + 1) + ",width=1000");
        return lines;
    }

    private static String concepts(StreamKind.Concepts concepts) {
        return concepts.first() + (concepts.last() == Integer.MAX_VALUE ? " and up" : " … " + concepts.last()) + ": "
                + concepts.meaning();
    }

    private static String line(Settings.Setting setting, String value) {
        return "    " + setting.key() + "=" + value + "   " + setting.allowed();
    }

    /** Where the default of a shared setting is the kind's own. */
    private static String shared(Settings.Setting setting, StreamKind<?> kind) {
        return switch (setting.key()) {
            case "concepts" -> Integer.toString(kind.concepts().otherwise());
            case "label-noise" -> Double.toString(kind.labelNoise());
            case "every" -> "rows ÷ concepts";
            default -> setting.defaultValue();
        };
    }
}
