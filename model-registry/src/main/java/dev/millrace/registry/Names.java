package dev.millrace.registry;

import dev.millrace.stream.storage.DirectoryLock;
import java.util.regex.Pattern;

/** What models, runs, aliases and tags may be called: checked before a name comes near a file. */
final class Names {
    private static final Pattern MODEL = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,99}");
    private static final Pattern LABEL = Pattern.compile("[A-Za-z][A-Za-z0-9._-]{0,99}");

    /** The name of the lock file beside the models' directories. */
    static final String LOCK = DirectoryLock.FILE_NAME;

    private Names() {}

    static String model(String name) {
        requireMatch(
                MODEL,
                name,
                "a model's name",
                "letters, digits, '.', '_' and '-', 1 to 100 of them, the first a" + " letter or digit");
        if (name.equals(LOCK)) {
            throw new BadName("a model cannot be named '" + LOCK + "': the registry has a file of that name");
        }
        return name;
    }

    static boolean isModel(String name) {
        return MODEL.matcher(name).matches() && !name.equals(LOCK);
    }

    static String run(String runId) {
        return requireMatch(
                MODEL,
                runId,
                "a run's id",
                "letters, digits, '.', '_' and '-', 1 to 100 of them, the first" + " a letter or digit");
    }

    /** An alias or a tag: not a number, so that {@code model@7} is always a version. */
    static String label(String name) {
        return requireMatch(
                LABEL,
                name,
                "an alias or a tag",
                "letters, digits, '.', '_' and '-', 1 to 100 of them, the" + " first a letter");
    }

    private static String requireMatch(Pattern pattern, String name, String what, String rule) {
        if (name == null || !pattern.matcher(name).matches()) {
            throw new BadName(what + " is made of " + rule + "; got " + quoted(name));
        }
        return name;
    }

    private static String quoted(String name) {
        if (name == null) {
            return "none";
        }
        String shown = name.length() <= 120 ? name : name.substring(0, 120) + "… (" + name.length() + " characters)";
        StringBuilder clean = new StringBuilder("'");
        for (int i = 0; i < shown.length(); i++) {
            char c = shown.charAt(i);
            clean.append(Character.isISOControl(c) || Character.isSurrogate(c) ? '\uFFFD' : c);
        }
        return clean.append('\'').toString();
    }
}
