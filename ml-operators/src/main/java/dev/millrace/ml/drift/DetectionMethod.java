package dev.millrace.ml.drift;

import dev.millrace.stream.event.NearestName;
import dev.millrace.stream.settings.Settings;
import java.util.List;
import java.util.Map;

/**
 * A way of detecting drift with its settings: what a user chooses by name. Records checked at birth; each makes detectors
 * that know nothing yet.
 */
public sealed interface DetectionMethod
        permits DetectionMethod.AdwinMethod,
                DetectionMethod.PageHinkleyMethod,
                DetectionMethod.DdmMethod,
                DetectionMethod.HddmAMethod,
                DetectionMethod.HddmWMethod {

    /** Every method at its defaults. */
    List<DetectionMethod> ALL = List.of(
            new AdwinMethod(Adwin.DEFAULT_DELTA),
            new PageHinkleyMethod(30, 0.005, 50, 0.9999),
            new DdmMethod(30, 3),
            new HddmAMethod(0.001),
            new HddmWMethod(0.001, 0.05));

    /** As users write it, e.g. {@code page-hinkley}. */
    String name();

    DriftDetector create();

    /** Names of all methods. */
    static List<String> names() {
        return ALL.stream().map(DetectionMethod::name).toList();
    }

    /**
     * A method by name, with some settings other than their defaults.
     *
     * @throws IllegalArgumentException for an unknown name or setting, naming the nearest known one, or a value out of range
     */
    static DetectionMethod of(String name, Map<String, ?> settings) {
        for (DetectionMethod method : ALL) {
            if (method.name().equals(name)) {
                return (DetectionMethod) Settings.read((Record) method, settings);
            }
        }
        throw new IllegalArgumentException(
                "there is no drift detector '" + name + "'" + NearestName.hint(name, names()));
    }

    /** @param delta see {@link Adwin} */
    record AdwinMethod(double delta) implements DetectionMethod {
        public AdwinMethod {
            new Adwin(delta);
        }

        @Override
        public String name() {
            return "adwin";
        }

        @Override
        public DriftDetector create() {
            return new Adwin(delta);
        }
    }

    /** Parameters as of {@link PageHinkley}. */
    record PageHinkleyMethod(int minInstances, double delta, double threshold, double alpha)
            implements DetectionMethod {
        public PageHinkleyMethod {
            new PageHinkley(minInstances, delta, threshold, alpha);
        }

        @Override
        public String name() {
            return "page-hinkley";
        }

        @Override
        public DriftDetector create() {
            return new PageHinkley(minInstances, delta, threshold, alpha);
        }
    }

    /** Parameters as of {@link Ddm}. */
    record DdmMethod(int minInstances, double deviations) implements DetectionMethod {
        public DdmMethod {
            new Ddm(minInstances, deviations);
        }

        @Override
        public String name() {
            return "ddm";
        }

        @Override
        public DriftDetector create() {
            return new Ddm(minInstances, deviations);
        }
    }

    /** @param confidence see {@link HddmA} */
    record HddmAMethod(double confidence) implements DetectionMethod {
        public HddmAMethod {
            new HddmA(confidence);
        }

        @Override
        public String name() {
            return "hddm-a";
        }

        @Override
        public DriftDetector create() {
            return new HddmA(confidence);
        }
    }

    /** Parameters as of {@link HddmW}. */
    record HddmWMethod(double confidence, double lambda) implements DetectionMethod {
        public HddmWMethod {
            new HddmW(confidence, lambda);
        }

        @Override
        public String name() {
            return "hddm-w";
        }

        @Override
        public DriftDetector create() {
            return new HddmW(confidence, lambda);
        }
    }
}
