package dev.millrace.cli.trial;

import dev.millrace.cli.file.LearnerSpec;
import dev.millrace.ml.learner.LearnerProvider;
import dev.millrace.ml.learner.Learners;
import dev.millrace.stream.event.NearestName;
import dev.millrace.stream.random.Random64;
import dev.millrace.stream.settings.Settings;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * Draws settings of a learner at random, from a seed: the defaults first, then about half of the settings moved at once. A
 * number is moved by a factor of up to thirty either way (a whole number up to four), a choice is drawn anew; what the user
 * has set stays, and so do texts and what only says how much memory and time there is. A setting with a range is drawn from that,
 * its logarithm evenly, in every candidate but the first. Source of searching at random:
 * Bergstra and Bengio, "Random search for hyper-parameter optimization", JMLR 13 (2012). Threading: one caller.
 */
final class SettingsSearch {
    private static final Set<String> KEPT = Set.of("members", "max-nodes", "seed");
    private static final int TRIES = 20;

    private final LearnerSpec given;
    private final LearnerProvider<?> provider;
    private final Random64 random;
    private final Map<String, Range> ranges;

    /**
     * @param given its settings are kept
     * @param ranges of settings that are drawn from these, by key
     * @throws IllegalArgumentException for a range of what is no number of the learner's, or was given
     */
    SettingsSearch(LearnerSpec given, Map<String, Range> ranges, long seed) {
        this.given = given;
        this.ranges = ranges;
        this.provider = Learners.provider(given.name());
        ranges.keySet().forEach(this::require);
        this.random = new Random64(Random64.seedOf(seed, "tune " + given.name(), 0));
    }

    private void require(String key) {
        List<String> numbers = Settings.describe(provider.defaults()).stream()
                .filter(setting -> setting.allowed().endsWith("number"))
                .map(Settings.Setting::key)
                .toList();
        if (!numbers.contains(key)) {
            throw new IllegalArgumentException(
                    "learner '" + given.name() + "' has no number '" + key + "'" + NearestName.hint(key, numbers));
        }
        if (given.settings().containsKey(key)) {
            throw new IllegalArgumentException("'" + key + "' was given, so it is not searched; leave out one of both");
        }
    }

    /** Up to so many different candidates, the given one first. */
    List<LearnerSpec> candidates(int most) {
        Set<LearnerSpec> candidates = new LinkedHashSet<>(List.of(given));
        for (int tries = 0; candidates.size() < most && tries < most * TRIES; tries++) {
            LearnerSpec drawn = draw();
            if (isAllowed(drawn)) {
                candidates.add(drawn);
            }
        }
        return new ArrayList<>(candidates);
    }

    private LearnerSpec draw() {
        Map<String, String> settings = new LinkedHashMap<>(given.settings());
        for (Settings.Setting setting : Settings.describe(provider.defaults())) {
            Range range = ranges.get(setting.key());
            if (range != null) {
                settings.put(setting.key(), range.draw(random, setting.allowed().equals("a whole number")));
            } else if (!given.settings().containsKey(setting.key())
                    && !KEPT.contains(setting.key())
                    && random.nextBoolean()) {
                String value = value(setting);
                if (!value.equals(setting.defaultValue())) {
                    settings.put(setting.key(), value);
                }
            }
        }
        return new LearnerSpec(given.name(), settings);
    }

    private static boolean isAllowed(LearnerSpec learner) {
        try {
            Learners.choose(learner.name(), learner.settings());
            return true;
        } catch (IllegalArgumentException e) {
            return false; // the record of settings knows what goes together
        }
    }

    private String value(Settings.Setting setting) {
        if (setting.allowed().equals("a number")) {
            double usual = Double.parseDouble(setting.defaultValue());
            double power = 3 * random.nextDouble() - 1.5;
            double drawn = usual == 0 ? 1e-4 * StrictMath.pow(10, 2 * power) : usual * StrictMath.pow(10, power);
            return String.valueOf(Double.parseDouble(String.format(Locale.ROOT, "%.3g", drawn)));
        } else if (setting.allowed().equals("a whole number")) {
            long usual = Long.parseLong(setting.defaultValue());
            double factor = StrictMath.pow(2, 4 * random.nextDouble() - 2);
            return Long.toString(Math.max(1, Math.round(usual * factor)));
        } else if (setting.allowed().equals("a text")) {
            return setting.defaultValue();
        }
        String[] choices = setting.allowed().split(", ");
        return choices[random.nextInt(choices.length)];
    }
}
