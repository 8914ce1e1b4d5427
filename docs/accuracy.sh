#!/bin/sh
# Makes docs/accuracy.md again, every figure by the command that stands above it: docs/accuracy.sh
# MILLRACE      the launcher (default: ./millrace)
# With --tune, the files under tuned/ are made again first, each by its own command.
set -eu
cd "$(dirname "$0")/.."
millrace=${MILLRACE:-./millrace}
page=docs/accuracy.md
seed=1

if [ "${1:-}" = --tune ]; then
    tune() {
        $millrace tune "$@" --seed $seed
    }
    for learner in hoeffding-tree logistic; do
        tune electricity --learner $learner
        tune covtype-15k --learner $learner
    done
    tune covtype-15k --learner knn:window=15000 --range k=1..20
    tune covtype-15k --learner streaming-random-patches --range members=10..60 --candidates 54 --seeds 3
    tune covtype-15k --learner \
        'weighted-majority:learners=(@tuned/covtype-15k-knn.json)+(@tuned/covtype-15k-streaming-random-patches.json)' --seeds 3
    tune phishing --learner logistic --candidates 81
    tune phishing --learner streaming-random-patches --range members=10..40 --candidates 54 --seeds 3
    tune bananas --learner knn --candidates 54
    tune spam-drift --learner logistic --candidates 81
    tune --pipeline examples/prices.yaml --learner passive-aggressive --candidates 54
    tune --pipeline examples/bikes.yaml --learner hoeffding-regression-tree --candidates 81
fi

# A member of a line of JSON, rounded to four digits; a dash for null.
member() {
    printf '%s' "$1" | sed -n "s/.*\"$2\":\([^,}]*\).*/\1/p" | awk '{ if ($1 == "null" || $1 == "") print "–"; else printf "%.4f\n", $1 }'
}

# A member of a profile in the first "nab" of a line of JSON, rounded to a digit: line, profile, member.
nab() {
    printf '%s' "${1%%\"by_stream\"*}" | sed -n "s/.*\"$2\":{[^}]*\"$3\":\([^,}]*\).*/\1/p" | awk '{ printf "%.1f", $1 }'
}

# Several streams whose anomalies have windows, one threshold for all: the arguments of evaluate.
corpus() {
    printf '\n## Numenta benchmark, one threshold for all\n\n`millrace evaluate'
    for argument in "$@"; do
        case $argument in --*) printf ' \\\n    %s' "$argument" ;; *) printf ' %s' "$argument" ;; esac
    done
    printf ' \\\n    --seed %s`\n\n' "$seed"
    printf '| detector | NAB | NAB low FP | NAB low FN | windows found | false alarms |\n| --- | --- | --- | --- | --- | --- |\n'
    $millrace evaluate "$@" --seed $seed --json 2> "$page.err" | grep '^{"streams"' | while IFS= read -r whole; do
        name=$(printf '%s' "$whole" | sed 's/.*"learner":"\([^"]*\)".*/\1/')
        printf '| %s | %s | %s | %s | %s | %s |\n' "$name" "$(nab "$whole" standard score)" \
            "$(nab "$whole" reward_low_fp score)" "$(nab "$whole" reward_low_fn score)" \
            "$(nab "$whole" standard found | sed 's/\.0//') of $(nab "$whole" standard windows | sed 's/\.0//')" \
            "$(nab "$whole" standard false_alarms | sed 's/\.0//')"
    done
    rm -f "$page.err"
}

# One pass over a stream for all learners: stream, then the arguments of evaluate.
table() {
    stream=$1
    shift
    printf '\n## %s\n\n`millrace evaluate %s' "$stream" "$stream"
    for argument in "$@"; do
        case $argument in --*) printf ' \\\n    %s' "$argument" ;; *) printf ' %s' "$argument" ;; esac
    done
    printf ' \\\n    --seed %s`\n\n' "$seed"
    first=yes
    $millrace evaluate "$stream" "$@" --seed $seed --json > "$page.json" 2> "$page.err" || {
        cat "$page.err" >&2
        exit 1
    }
    while IFS= read -r whole; do
        line=${whole%%,\"events_per_second\"*} # what comes behind has members of the same names
        name=$(printf '%s' "$line" | sed 's/.*"learner":"\([^"]*\)".*/\1/')
        if [ "$first" = yes ]; then
            first=no
            if [ "$stream" != "${stream#nab-}" ]; then
                printf '| detector | ROC-AUC | PR-AUC | NAB | NAB low FP | NAB low FN |\n| --- | --- | --- | --- | --- | --- |\n'
            elif [ "$(member "$line" accuracy)" = – ]; then
                printf '| learner | MAE | RMSE | R² |\n| --- | --- | --- | --- |\n'
            else
                printf '| learner | accuracy | 95 %% | kappa | kappa-T | log-loss |\n| --- | --- | --- | --- | --- | --- |\n'
            fi
        fi
        if [ "$stream" != "${stream#nab-}" ]; then
            printf '| %s | %s | %s | %s | %s | %s |\n' "$name" "$(printf %s "${whole%%,\"window\"*}" | sed -n 's/.*"macro_f1":[^,]*,"auc":\([^,}]*\).*/\1/p' | awk '{ printf "%.4f", $1 }')" "$(member "$line" pr_auc)" \
                "$(nab "$whole" standard score)" "$(nab "$whole" reward_low_fp score)" "$(nab "$whole" reward_low_fn score)"
        elif [ "$(member "$line" accuracy)" = – ]; then
            printf '| %s | %s | %s | %s |\n' "$name" "$(member "$line" mae)" "$(member "$line" rmse)" "$(member "$line" r2)"
        else
            between=$(printf '%s' "$whole" | sed -n 's/.*"accuracy_interval":\[\([^]]*\)\].*/\1/p' | awk -F, '{ printf "%.4f to %.4f", $1, $2 }')
            printf '| %s | %s | %s | %s | %s | %s |\n' "$name" "$(member "$line" accuracy)" "${between:-–}" \
                "$(member "$line" kappa)" "$(member "$line" kappa_t)" "$(member "$line" log_loss)"
        fi
    done < "$page.json"
    rm -f "$page.json" "$page.err"
}

# The learners of all classification streams: baselines, single learners, ensembles, all with their defaults.
classifiers='--learner no-change --learner majority --learner naive-bayes --learner logistic --learner hoeffding-tree
    --learner hoeffding-adaptive-tree --learner efdt --learner leveraging-bagging --learner adaptive-random-forest
    --learner streaming-random-patches --learner knn --learner online-boosting --learner gradient-boosted-trees
    --learner factorization-machine --learner weighted-majority --learner tribuo'

tuned() {
    for file in tuned/"$1"-*.json; do
        if [ -f "$file" ]; then printf ' --learner @%s' "$file"; fi
    done
}

{
    echo '# Accuracy'
    echo
    echo 'Test-then-train over the whole stream: each row is predicted first, then learned. Made by `docs/accuracy.sh`; each table by the'
    echo 'command above it, with its seed. Learners have their defaults unless their settings are shown; those with many settings come'
    echo 'from files under `tuned/`, which `docs/accuracy.sh --tune` makes again: they were searched on the first tenth of the stream only.'
    cat << 'END'

What was looked at on whole streams, and so is not known to hold elsewhere:

* the features of the pipelines under `examples/`, written by hand: about ten sets for bike-sharing, five for electricity. Their
  settings were searched on the first tenth;
* `examples/days.yaml`: features and settings are the best of 185 pipelines tried on the three series, `examples/series.yaml` the best of four;
* that the first random patches are dealt evenly was decided by all four streams of classes;
* the kind of model for covtype-15k, as told below: neighbours were tried with k = 3, 5 and 10 and a window of the whole stream before they became part of it.

`examples/covtype-15k.yaml` was once 47 random patches, the find of a search of these 1,500 rows when classes were numbered as they arrive: 72.23 % on the whole stream, above the 72.05 of a
hundred of MOA's by luck. The same search in the order that the catalog declares finds others (50 members, λ = 6.3), which end at 71.11; they stand in the table. Nearest neighbours that forget
nothing (the catalog says that this stream is shuffled, so nothing ages) had 73.6, 73.2 and 72.4 % with k = 3, 5 and 10. A search of the first tenth would not choose them: 65.3 % there, random
patches 68.8. That tenth cannot tell which kind is better later: it changes as rows come. So the choice is left to the stream: a weighted majority learns it, test-then-train, with both as members. This was
settled before anything of it was run on more than the first tenth: neighbours search k from 1 to 20, patches as before (members 10 to 60, three seeds), the majority its own settings (three seeds),
each on the first tenth, and the result has one run of the whole stream with seeds 1 to 5: 75.06, 74.97, 75.09, 75.00 and 75.07 %. On the first tenth, where eight settings of it had been
looked at before, it is no better than patches alone (67.8 %; 95 % are about ± 2.7): to take whatever is best there would be to take the patches, and to end at 71.11. The reason for the majority is
the one above, and not a figure there.

Of electricity and bananas that learner was taken whose settings were best on the first tenth (passive-aggressive before logistic; nearest neighbours before forest and patches); of phishing all
that were searched are shown. Every file under `tuned/` was made again by its own command on 2026-11-23, with the same settings and scores.
END
    echo
    echo 'Scores of anomalies are compared with the windows of the Numenta benchmark; detectors learn without them. Its own score (NAB) is at the'
    echo 'best threshold for the stream, or for all three in the last table ([anomalies](anomalies.md) has published figures beside it). Time beside MOA is measured'
    echo 'by `./millrace bench accuracy` ([performance](performance.md)).'
    # shellcheck disable=SC2086,SC2046 # the lists are meant to fall into words
    {
        table electricity $classifiers $(tuned electricity) --pipeline examples/prices.yaml
        for stream in covtype-15k phishing bananas; do
            table "$stream" $classifiers $(tuned "$stream")
        done
        table spam-drift --learner no-change --learner majority --learner logistic --learner multinomial-naive-bayes \
            $(tuned spam-drift)
    }
    table bike-sharing --learner last-value --learner mean --learner rls --learner linear --learner linear:loss=poisson \
        --learner hoeffding-regression-tree --learner kalman --learner adaptive-random-forest-regression \
        --learner gradient-boosted-trees-regression --learner factorization-machine-regression --learner weighted-average \
        --learner tribuo-regression --pipeline examples/bikes.yaml
    series='nab-nyc-taxi nab-machine-temperature nab-ec2-cpu'
    detectors='--learner robust-z-score --learner mahalanobis --learner online-pca --learner seasonal-residual
        --learner half-space-trees'
    # shellcheck disable=SC2086 # the lists are meant to fall into words
    for stream in $series; do
        table "$stream" --pipeline examples/days.yaml --pipeline examples/series.yaml $detectors
    done
    # shellcheck disable=SC2086
    corpus $series --pipeline examples/days.yaml --pipeline examples/series.yaml $detectors
    echo
    echo '## Beside other systems'
    echo
    echo '`millrace bench reference`: figures of others, ours by `evaluate` with seeds 1 to 5 where a median counts, and whether the rule holds. MOA is 2024.07'
    echo 'with its defaults; "the same stream" is one that both draw alike ([streams](datasets.md#the-same-streams-as-in-moa)); "the same file" is what `datasets generate` writes, seed 7,'
    echo 'values listed in the header as they arrive. `seed=*`: the median of five streams, drawn with seeds 1 to 5 by both, each learned here with the seed of its stream, all five figures shown. River and Vowpal'
    echo 'Wabbit are their own published figures or defaults, for comparison: there "holds" says which is larger. Learners that draw no chance have one figure.'
    echo
    $millrace bench reference | grep '^|'
    cat << 'END'

## Streams that were not looked at when defaults were chosen

Written by hand, both systems on the same rows in the same order, classes and values listed as they arrive, MOA 2024.07 with its defaults but 10 members for patches and forests. Medians of five seeds, on
both sides, of those that draw; one seed of MOA on `weather` and `weekday`. MOA's adaptive tree draws the same with every seed. `docs/unseen-streams.py FOLDER` makes all but `lines` and `extension`, and the last two
are other questions about streams above. Most are texts and files as they lie on a computer, and so differ from one to the next. No setting of these learners was chosen by them.

* `letters`: the next letter of English licence texts from the four before, 27 classes, 30,000 rows;
* `lines`: in which of seven languages a line of source is written, by 17 counts of characters and its first one, 22,983 rows;
* `extension`: which of twelve endings a file has, by size, time, place and permissions, 15,341 rows;
* `words`: the first letter of the next word from the two before, 1,900 values, 26 classes, 30,000 rows;
* `joined`: the next character's kind from the five before, in licences, then headers of C, then both again, 12 classes, 40,000 rows;
* `octets`: the next byte's kind from the eight before, in libraries, 5 classes, 40,000 rows;
* `tails`: numbers with very heavy tails, a tenth of all values missing, two changes, 4 classes, 30,000 rows;
* `folder`: in which of 59 folders a file lies, numbers and endings, some missing, 24,490 rows; `executable`: whether it may be run (3 %), folder by folder, 40,000 rows;
* `weather`: `bike-sharing` as a plain file, `--label weathersit --drop instant`, 17,379 rows;
* `weekday`: `electricity` as a plain file, `--label day`, 45,312 rows.

| accuracy, %, MOA / here | letters | lines | extension | weather | weekday |
| --- | --- | --- | --- | --- | --- |
| `naive-bayes` | 37.42 / 37.42 | 58.33 / 58.37 | 64.70 / 64.70 | 60.68 / 60.67 | 24.04 / 24.07 |
| `hoeffding-tree` | 50.86 / 50.84 | 71.84 / 72.57 | 64.70 / 64.70 | 66.47 / 66.47 | 43.25 / 43.23 |
| `efdt` | 53.91 / 53.83 | 70.77 / 72.09 | 84.53 / 84.71 | 68.19 / 68.16 | 76.76 / 76.86 |
| `hoeffding-adaptive-tree` | 51.08 / 51.03 | 64.13 / 72.23 | 67.94 / 69.12 | | |
| `leveraging-bagging` | 54.50 / 54.53 | 72.66 / 73.09 | **72.51 / 70.70** | 73.42 / 73.57 | 92.91 / 93.94 |
| `adaptive-random-forest` | 54.96 / 56.39 | 74.69 / 77.18 | 90.39 / 90.69 | 76.66 / 76.58 | **91.61 / 90.03** |
| `streaming-random-patches` | **49.53 / 48.59** | 78.45 / 79.18 | **91.30 / 90.77** | | |

| accuracy, %, MOA / here | words | joined | octets | tails | folder | executable |
| --- | --- | --- | --- | --- | --- | --- |
| `naive-bayes` | 31.80 / 31.79 | 52.08 / 52.08 | 73.38 / 73.38 | 48.57 / 48.56 | 79.84 / 79.86 | 97.63 / 97.62 |
| `knn` | 20.15 / 20.16 | 57.63 / 57.64 | 86.12 / 86.09 | 52.57 / 52.53 | 80.80 / 80.80 | 99.23 / 99.23 |
| `hoeffding-tree` | 39.14 / 39.89 | 56.56 / 56.58 | 80.68 / 80.71 | 53.45 / 53.44 | 87.24 / 94.07 | 92.25 / 98.75 |
| `efdt` | 39.33 / 40.16 | 59.82 / 59.91 | 84.80 / 84.82 | 53.10 / 53.26 | 82.89 / 93.65 | 99.08 / 99.34 |
| `hoeffding-adaptive-tree` | 30.89 / 40.06 | 56.73 / 57.10 | **76.58 / 74.00** | 53.89 / 54.40 | 79.30 / 93.95 | 99.18 / 99.36 |
| `leveraging-bagging` | | 61.57 / 61.45 | 85.73 / 86.02 | 56.99 / 56.97 | 83.01 / 94.19 | 99.20 / 99.59 |
| `adaptive-random-forest` | | 64.30 / 64.42 | 88.50 / 89.00 | 60.37 / 62.22 | 61.98 / 95.31 | 99.26 / 99.63 |
| `streaming-random-patches` | | **63.42 / 62.81** | **89.17 / 88.65** | 59.59 / 59.64 | 87.51 / 96.05 | 99.38 / 99.59 |

What is more than 0.5 below MOA is bold. What is known of it:

* `extension`, leveraging bagging: chance. MOA's seeds 1 to 20 have 70.30 to 75.82, median 71.94, mean 72.49; ours with 40 other seeds than those of the table 67.78 to 77.86, median 71.54, mean 72.53 (standard errors 0.4). In one loop,
  seeded alike, with MOA's detectors and either system's trees, 20 seeds of our trees have 72.57 in the median. A tree that sees each row six times has 76.92 and 77.0, ten without detectors 77.7 and 77.5.
* `weekday`, adaptive forest: the order of the columns in MOA, whose trees all begin with the same root attributes (see `agrawal` below). Two other orders have 90.00 and 76.61 there (three seeds, two seeds); ours, whose trees draw apart, do not hang on it.
* `octets`, adaptive tree: chance. MOA on the same rows without the first 0, 1, 2, 3, 5, 8, 13, 21, 34 and 55 has 74.20 to 79.01, median 75.15; ours with seeds 1 to 10 73.58 to 77.25, median 74.86.
* **Random patches**: 0.5 to 0.9 below on `letters`, `extension` (15 seeds each), `joined` and `octets`, above on `lines` and `executable`. Without detectors both have the same (half of `octets`, three seeds: 89.30 in MOA, 89.34 here; with them 89.51 and 89.11).
  Looked at while it runs, a tree of MOA that has taken another's place stays its own background, too, and so learns each event twice until the next warning. Here with that: `octets` 89.23 and `joined` 63.30, as MOA, but `letters` 44.14 and
  electricity 89.22 (89.49 without); so it is not done. What `letters` and `extension` lack is not known: neither first patches that are all different (four seeds: 47.2 on `letters`) nor a fresh tree in the background from each replacement on (48.88, 90.57).
* MOA's detector counts only rises of the error, as here; that any change counted there was said here, and is wrong. With any change patches lose 0.5 on `octets` and 1.0 on `extension`, and the forest 4.2 on `rbf`.
* Missing values: a tree of MOA neither learns nor splits what lacks the value that a node asks for. Here it has a branch of its own; in the heaviest branch, where it was before, the tree had 52.66 on `tails` and EFDT 52.41. Without missing values
  (0 and a name of their own) `folder` has 93.75 / 94.32 and EFDT 93.18 / 93.95, `executable` 99.01 / 99.02 and 99.13 / 99.14.
* `words` had 24.25 with naive Bayes, 28.76 with the tree: categories had 256 codes. Ensembles of MOA were not waited for there.

| RMSE, MOA / here | bike-sharing | `friedman:rows=30000` | `friedman:rows=30000,concepts=1/2/1` | `size` |
| --- | --- | --- | --- | --- |
| `hoeffding-regression-tree` (FIMT-DD) | 572.26 / 74.76 | 2.690 / 2.347 | 2.913 / 2.547 | 2.089 / 1.646 |
| `adaptive-random-forest-regression`, 10 trees | 96.13 / 56.77 | 3.386 / 1.838 | 3.672 / 2.067 | 2.113 / 1.431 |

`size` is the logarithm of a file's bytes from what else is known of it (25,000 rows); what is missing was filled, as MOA's tree stops at a missing value. The forests: medians of three seeds here, of five, three, one and three in MOA. Where MOA's tree has 572.26 its linear
models run away: MAE 92.8, here 50.0.

* Generators, 100,000 rows, `concepts=1/2/1/4,width=50`, streams as drawn before `agrawal` and `sea` followed MOA, five seeds here and one of MOA: adaptive forest on `agrawal` 80.10 / 77.33 (75.06 to 78.98), which four other orders of the columns
  bring to 81.56, 74.65, 73.99 and 71.04 in MOA: 74.65 in the median of the five. Three seeds here: random patches on `agrawal` 85.76 / 87.91, on `sea` 85.00 / 83.90; on
  `rbf:rows=50000,classes=5,speed=0.001` forest 75.08 / 76.28, patches 73.06 / 74.00.
* The forest on `agrawal` hangs on which attributes the trees' roots may look at. In MOA all trees of a forest begin with the same chance, and so with the same root attributes, also when they start
  anew: the order of the columns decides more than its seed. On the first 25,000 rows its seeds 1 to 3 have 89.49, 87.94 and 88.12, four other orders 90.98, 86.45, 81.35 and 78.80; ours, whose
  trees draw apart, 82.15 to 84.92 with five seeds, in any order.
* What MOA does with a tree in the background was done here otherwise, and is mended: it sees each event once, not as often as the tree that votes. Seeds 1 to 5 (1 to 3 of the generated):

| adaptive forest, median | electricity | covtype-15k | phishing | bananas | `agrawal`, 100,000 rows | `random-tree:rows=50000,concepts=1/2/3,width=50` | `rbf`, as above | `hyperplane:rows=50000,drifting=10,magnitude=0.001` |
| --- | --- | --- | --- | --- | --- | --- | --- | --- |
| as often | 90.04 | 71.01 | 90.56 | 88.17 | 74.23 | 83.89 | 76.59 | 83.01 |
| once | 90.37 | 71.09 | 90.56 | 88.17 | 77.33 | 84.86 | 76.28 | 82.92 |

What such files brought to light was mended: separators, missing values and classes as other programs write them, texts that never repeat ([streams](datasets.md#files),
[features](features.md#without-features)), and linear regressions whose target lies far from 0 (`covtype-15k` as a plain file, `--label Elevation`: R² 0.05 before, 0.71 now; `rls` 0.75).

## Where figures differ from the reference, and why

Written by hand; both systems on one and the same file, MOA 2024.07 by `EvaluatePrequential`.

* **Order.** In MOA classes and the values of a category are numbered as the file's header lists them. Here values are numbered as they arrive, and so are classes that nobody declares;
  the catalog, generators, an ARFF header and a pipeline's `classes` do. The order decides ties, and how a category is smoothed: over the values up to the last that a class has shown.
  Where the header lists them by arrival, both give the same figure:

| accuracy, % | header sorted, MOA | header by arrival, MOA | here |
| --- | --- | --- | --- |
| phishing, Hoeffding tree | 87.68 | 88.56 | 87.92; with `classes: [1, 0]` 88.64 |
| `led:concepts=1/3/5/7,width=50`, 200,000 rows, seed 7, Hoeffding tree | 67.76 | 67.44 | 67.44 |
| the same, EFDT | 67.96 | 67.28 | 67.30 |

  Smoothing each category over all values shown so far would not depend on any order, and gives naive Bayes, the Hoeffding tree and EFDT 0.5 to 0.9 points more on
  covtype-15k and EFDT 3 more on `led`; it is not done, as these learners are to agree with the reference.
* **Nothing likely.** Where naive Bayes gives every class a likelihood of 0, the classes' shares decide here, in MOA the first class: phishing with sorted
  classes 88.64 (MOA 88.40), its Hoeffding tree 87.92 (87.68).
* **Streams.** A figure moves more from one seed of a generator to the next than from system to system. Five streams of `agrawal:rows=1000000,concepts=1/2/1/4,width=50` that both systems draw alike,
  each learned here with the seed of its stream:

| five streams of `agrawal`, seeds 1 to 5, % | MOA | here |
| --- | --- | --- |
| `hoeffding-tree` | 81.05 81.31 80.22 82.79 82.71 | 81.06 81.34 82.86 82.82 82.73 |
| `efdt` | 82.87 85.40 84.06 85.79 83.73 | 82.91 85.45 84.10 85.84 83.77 |
| `hoeffding-adaptive-tree` | 91.05 85.07 88.19 89.94 84.39 | 89.83 87.75 86.89 86.23 87.43 |

  The Hoeffding tree's third figure, and with it the median above, is a matter of last digits. Up to record 8,982 of that stream both trees are the same, with the same weights to 14 digits. Then a leaf that began with
  a fraction of a record is due after 200 more, and whether a difference of sums is 200 or a last digit short of it is rounding: MOA splits it at record 17,090, this at 17,088. The child that
  follows is looked at with 200 records of its own at the same place: a split on `car`, which says nothing, leads there by 0.0543 bits and here by 0.0509, with a bound of 0.0523. MOA splits, into 20.
  It is no difference of method, and may as well fall the other way.
* **Leveraging bagging on `agrawal`** is decided by its seed, here and in MOA. Grown on the same rows with a weight of 6, the trees of both have the same number of nodes at each of twenty
  looks; what an ensemble keeps after a change hangs on which member happens to be the worst. `agrawal:concepts=1/2/1/4,width=50`, seed 7 as drawn before it followed MOA, one file; MOA's loop
  with its own trees and ADWIN, so that it can be seeded (on 200,000 rows seed 1 gives what `EvaluatePrequential` gives; the million rows have their values sorted
  in the header: listed by arrival `EvaluatePrequential` has 90.02):

| rows | whose | accuracy by seed, % | median |
| --- | --- | --- | --- |
| 200,000 | MOA, seeds 1 to 10 | 87.37 84.79 84.74 84.43 86.80 86.40 86.49 84.14 87.31 84.24 | 85.60 |
| 200,000 | here, seeds 1 to 10 | 85.76 87.13 87.54 86.00 87.13 87.09 84.53 87.02 86.78 85.35 | 86.90 |
| 1,000,000 | MOA, seeds 1 to 15 | 89.69 89.75 89.84 89.19 90.33 89.51 90.08 89.18 89.39 88.33 90.05 90.28 89.86 88.59 90.05 | 89.75 |
| 1,000,000 | here, in that loop, seeds 1 to 5 | 89.28 89.87 90.33 89.96 89.48 | 89.87 |
| 1,000,000 | here, `evaluate`, seeds 1 to 20 | 88.71 88.33 89.38 88.30 90.00 89.70 90.19 90.20 88.51 89.73 86.49 90.25 89.25 87.65 89.89 89.95 90.55 89.75 90.11 89.57 | 89.71 |

  So it is chance: medians of many seeds are equal, means 89.61 and 89.33, with a standard error of 0.28 of their difference. The five seeds that the rule takes are four of the eight lowest of these
  twenty; their 88.71 was 0.54 too little for the rule on that file. On MOA's own stream it holds (90.53 of 88.69 90.58 90.34 90.53 90.55). Two other rules for who starts anew were tried
  on 200,000 rows with seeds 1 and 2: the worst of those whose own error rose (82.35, 82.62), all whose error rose (81.68, 82.07). Both are worse than the reference's (85.76,
  87.13), which stays.
* **Adaptive tree.** In MOA the first split of an alternate subtree puts it in the place of the old one; here, as in the paper, it has to err less first.
  On MOA's own `agrawal` (seed 1) the median of the five seeds that the rule takes is 90.36 of 89.83 91.85 90.36 90.89 90.10: 0.19 less than the rule wants beside MOA's 91.05, so it does not hold there. Seeds 6 to
  15: 89.91 90.57 92.93 92.50 89.76 91.65 93.02 90.06 89.80 88.48; of all fifteen the median is 90.36. MOA's figure is one run, and a lucky one: all its leaves draw their weights from the same seed. Where each leaf is given another (the
  class extended from outside, nothing else changed) ten seeds of MOA have 90.00 87.11 89.81 86.89 87.82 92.91 86.79 86.04 91.47 87.31 on this stream: 87.57 in the median.
* **River's page.** On phishing the forest is 3 rows of 1,250 behind, random patches 7; on bananas the forest is 28 rows of 5,300 behind, logistic regression 32, below the 55.11 of always naming the
  larger class, as no line parts two bananas. All lie within the 95 % intervals above; settings are those of the references and were not turned for them.
* **Random patches.** As in MOA a patch has at least two attributes (bananas has no more: 56.5 to 65.1 before, 87.1 to 88.0 now; MOA 87.26). The first patches
  are dealt so that each attribute is in equally many: on phishing the worst of five seeds went from 86.56 to 90.24 (MOA 90.64).
END
} > "$page.new"
mv "$page.new" "$page"
echo "wrote $page"
