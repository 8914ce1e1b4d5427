package dev.millrace.ml.feature;

import dev.millrace.stream.event.Row;
import dev.millrace.stream.event.Schema;
import dev.millrace.stream.random.Random64;
import dev.millrace.stream.window.Statistic;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;

/** Features of every kind and setting over one schema, and rows for them. Whoever adds a kind adds it here. */
public final class EveryFeature {
    public static final Schema SCHEMA = Schema.builder()
            .number("amount")
            .number("balance")
            .number("value")
            .integer("items")
            .time("opened")
            .text("merchant")
            .text("country")
            .text("note")
            .text("card")
            .text("label")
            .build();

    private static final String[] WORDS = {"refund:2", "gift", "Rent", "for", "you", "now", "été"};

    private EveryFeature() {}

    /** In an order that never changes but at its end. */
    public static List<NamedFeature> all() {
        List<NamedFeature> all = new ArrayList<>();
        for (Scale scale : Scale.values()) {
            all.add(new NamedFeature(
                    "amount-" + scale, FeatureSpec.number("amount").scale(scale)));
        }
        List<FeatureSpec> specs = List.of(
                FeatureSpec.number("balance").scale(Scale.STANDARD),
                FeatureSpec.number("items"),
                FeatureSpec.number("balance").clip(-1, 1).scale(Scale.STANDARD),
                FeatureSpec.number("balance").missing(Missing.mean().flagged()).scale(Scale.STANDARD),
                FeatureSpec.number("balance").missing(Missing.last()).clip(-2, 2),
                FeatureSpec.number("balance").missing(Missing.constant(-3)).scale(Scale.ROBUST),
                FeatureSpec.bins("amount").into(5),
                FeatureSpec.polynomial("amount", "balance").degree(3).scale(Scale.STANDARD),
                FeatureSpec.difference("amount").scale(Scale.STANDARD),
                FeatureSpec.difference("amount").per(60_000).missing(Missing.constant(0)),
                FeatureSpec.category("merchant").max(5),
                FeatureSpec.category("merchant").max(5).expire(20_000),
                FeatureSpec.category("merchant").hash(5),
                FeatureSpec.target("merchant"),
                FeatureSpec.target("country").smoothing(2).max(4).expire(30_000).scale(Scale.STANDARD),
                FeatureSpec.frequency("merchant").scale(Scale.STANDARD),
                FeatureSpec.frequency("country").max(4).expire(30_000),
                FeatureSpec.cross("merchant", "country").hash(6),
                FeatureSpec.text("note").hash(5).weight(TextTokens.Weight.BINARY),
                FeatureSpec.text("note").hash(5).runs(1, 2),
                FeatureSpec.text("note")
                        .hash(6)
                        .of(TextTokens.Unit.CHARACTERS)
                        .runs(3, 4)
                        .weight(TextTokens.Weight.TF_IDF),
                FeatureSpec.sparse("note").hash(6),
                FeatureSpec.eventTime().take(TimeParts.Part.values()).in(ZoneId.of("Europe/Zurich")),
                FeatureSpec.time("opened").take(TimeParts.Part.values()).as(TimeParts.As.CATEGORY),
                FeatureSpec.sinceLastEvent().scale(Scale.LOG_STANDARD),
                FeatureSpec.since("opened").scale(Scale.STANDARD),
                FeatureSpec.lag("amount").scale(Scale.STANDARD),
                FeatureSpec.lag("balance")
                        .steps(3)
                        .scale(Scale.MIN_MAX)
                        .missing(Missing.mean().flagged()),
                FeatureSpec.lagLabel(),
                FeatureSpec.lagLabel().steps(2),
                FeatureSpec.window("amount", 60_000L, 600_000L)
                        .take(Statistic.values())
                        .scale(Scale.STANDARD),
                FeatureSpec.window("merchant", 60_000L).take(Statistic.COUNT, Statistic.DISTINCT, Statistic.RATE),
                Selection.byVariance(1e-6),
                Selection.byMutualInformation(20),
                FeatureSpec.forget(3_000));
        for (int i = 0; i < specs.size(); i++) {
            all.add(new NamedFeature("f" + i, specs.get(i)));
        }
        return all;
    }

    /** A row with gaps here and there; its label and value are missing. */
    public static Row row(Random64 random, long place) {
        Row row = new Row(SCHEMA, 0, 0, place);
        row.setNumber(0, random.nextInt(20) == 0 ? Double.NaN : random.nextGaussian());
        row.setNumber(1, random.nextInt(4) == 0 ? Double.NaN : random.nextDouble() * 3);
        row.setInteger(0, random.nextInt(20) == 0 ? Row.MISSING_INTEGER : random.nextInt(5));
        row.setInteger(1, random.nextInt(20) == 0 ? Row.MISSING_INTEGER : 1_600_000_000_000L + random.nextInt(1 << 30));
        row.setText(0, random.nextInt(20) == 0 ? null : "m" + random.nextInt(8));
        row.setText(1, random.nextInt(20) == 0 ? null : "c" + random.nextInt(6));
        StringBuilder note = new StringBuilder();
        for (int words = random.nextInt(4); words > 0; words--) {
            note.append(note.isEmpty() ? "" : ", ").append(WORDS[random.nextInt(WORDS.length)]);
        }
        row.setText(2, random.nextInt(20) == 0 ? null : note.toString());
        row.setText(3, "c" + random.nextInt(10));
        return row;
    }
}
