package dev.millrace.ml.learner;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.ml.feature.Layout;
import dev.millrace.stream.settings.Settings;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** The contract over every learner on the class path, and over settings that take another way through it. */
class LearnerContractTest {
    private static final List<String> OTHER_SETTINGS = List.of(
            "logistic:optimizer=adagrad,rate=0.1,l2=0.001",
            "logistic:intercept=false,l2=0.01",
            "logistic:optimizer=sgd,decay=0.5,decay-start=100,average=true,l1=0.0001",
            "logistic:optimizer=adagrad,average=true,class-weights=balanced",
            "logistic:optimizer=adam,rate=0.001,class-weights=1/5/2",
            "logistic:optimizer=ftrl,rate=0.1,l1=0.1,l2=0.1",
            "logistic:optimizer=ftrl,rate=0.1,ftrl-beta=0,average=true",
            "logistic:optimizer=normalized,rate=0.5",
            "logistic:optimizer=normalized,rate=5,adaptivity=0,average=true",
            "logistic:optimizer=normalized,adaptivity=0.25,decay=0.3,l1=0.001,l2=0.001",
            "logistic:invariant=true,rate=5",
            "svm:invariant=true,rate=2",
            "svm:optimizer=adagrad,rate=0.1,l2=0.001",
            "svm:optimizer=normalized,rate=0.5",
            "svm:optimizer=ftrl,rate=0.1,l1=0.01",
            "svm:optimizer=adam,average=true,decay=1",
            "perceptron:average=false,class-weights=balanced",
            "passive-aggressive:variant=pa",
            "passive-aggressive:variant=pa-ii,c=1,average=true",
            "passive-aggressive-regression:variant=pa,epsilon=0",
            "passive-aggressive-regression:variant=pa-i,c=1,average=true",
            "linear:invariant=false,l2=0.001",
            "linear:optimizer=adagrad,loss=huber,threshold=0.5,average=true",
            "linear:optimizer=adam,loss=quantile,quantile=0.9",
            "linear:optimizer=ftrl,rate=0.1,l1=0.1",
            "linear:loss=huber",
            "linear:loss=quantile,quantile=0.1",
            "linear:loss=poisson",
            "linear:loss=poisson,optimizer=sgd",
            "linear:loss=insensitive,adaptivity=0,rate=5",
            "fm:factors=2,optimizer=sgd,rate=0.5,factor-l2=0.001",
            "fm:optimizer=ftrl,l1=0.1,l2=0.1,intercept=false",
            "fm-regression:optimizer=adagrad,rate=1,l2=0.001",
            "fm-regression:optimizer=ftrl,l1=0.1",
            "online-boosting:members=3,base=logistic",
            "online-boosting:members=3,base=naive-bayes,drift-delta=0.5",
            "kalman:process-noise=0,noise=2,delta=0.1",
            "kalman:process-noise=1,memory=10,intercept=false",
            "weighted-majority:learners=naive-bayes+logistic,loss=scores,share=0.2",
            "weighted-majority:learners=no-change+(hoeffding-tree:grace-period=20,tie-threshold=0.5)+knn,beta=0.9,share=0",
            "weighted-average:learners=last-value+(linear:rate=0.1,l2=0.001),share=0.1",
            "efdt:grace-period=20,re-evaluation-period=50,split-confidence=0.2,tie-threshold=0.5",
            "hoeffding-adaptive-tree:grace-period=20,tie-threshold=0.5,drift-delta=0.5,switch-width=30,switch-confidence=0.9",
            "leveraging-bagging:members=3,drift-delta=0.5,base=logistic",
            "adaptive-random-forest:members=3,grace-period=20,split-confidence=0.2,drift-delta=0.3,warning-delta=0.6",
            "hoeffding-regression-tree:grace-period=20,split-confidence=0.5,tie-threshold=0.9,drift-threshold=2",
            "hoeffding-regression-tree:grace-period=20,tie-threshold=0.9,leaf-model=linear,max-nodes=9",
            "streaming-random-patches:members=3,grace-period=20,split-confidence=0.2,drift-delta=0.3,warning-delta=0.6",
            "leveraging-bagging:members=3,drift-delta=0.9,base=hoeffding-adaptive-tree",
            "adaptive-random-forest-regression:members=3,grace-period=20,split-confidence=0.2,drift-delta=0.3,warning-delta=0.6",
            "arf-regression:members=2,lambda=1,features=30,leaf-model=mean,grace-period=20,tie-threshold=0.9",
            "online-bagging-regression:members=3,base=linear",
            "gradient-boosted-trees:stages=3,rate=0.5,grace-period=5,drift-threshold=2",
            "gradient-boosted-trees:stages=2,features=30,max-nodes=9",
            "gradient-boosted-trees-regression:stages=4,grace-period=5,drift-threshold=2",
            "tribuo:window=40,every=300,delay=150,sample=reservoir,trainer=linear-sgd,"
                    + "options=epochs=1;objective=org.tribuo.classification.sgd.objectives.Hinge",
            "tribuo-regression:window=40,every=300,delay=150,sample=reservoir,"
                    + "options=epochs=1;objective=org.tribuo.regression.sgd.objectives.AbsoluteLoss",
            "weighted-average:learners=(tribuo-regression:window=30,every=400,delay=100)+rls",
            "online-boosting:members=2,base=(knn:window=30)",
            "knn:k=3,window=50",
            "online-bagging:members=2,base=naive-bayes,lambda=0.5",
            "rls:lambda=0.99,delta=0.1",
            "half-space-trees:trees=3,depth=4,window=20",
            "mahalanobis:memory=20,threshold=1,ridge=1",
            "robust-z-score:window=11,threshold=1",
            "k-means:clusters=3,memory=50,start=2",
            "k-means:clusters=40,start=1",
            "denstream:epsilon=1,mu=4,beta=0.5,half-life=50",
            "denstream:epsilon=0.05,most=10",
            "online-pca:components=1,memory=20,threshold=1",
            "seasonal-residual:period=7/50,level=0.5,trend=0.1,season=0.3,scale=0.1",
            "seasonal-residual:period=2h/24h,slots=5,threshold=1",
            "seasonal-residual:period=none,level=1.0,trend=1.0",
            "bayesian-linear:delta=0.1,shape=3,rate=0.01,intercept=false",
            "lin-ucb:alpha=0,lambda=0.1,intercept=false",
            "lin-ucb:alpha=5,explore=0.2",
            "lin-thompson:spread=2,lambda=10,explore=0.1",
            "lin-thompson:spread=0,intercept=false",
            "epsilon-greedy:epsilon=0.3,max-importance=5,rate=0.1",
            "ucb:scale=0.5,explore=0.2",
            "naive-bayes:calibrate=true",
            "leveraging-bagging:calibrate=true",
            "multinomial-naive-bayes:smoothing=0.01",
            "bernoulli-naive-bayes:smoothing=0.01",
            "hoeffding-tree:grace-period=20,split-confidence=0.1,tie-threshold=0.5",
            "hoeffding-tree:grace-period=20,tie-threshold=0.5,binary-splits=true,leaf-prediction=naive-bayes",
            "hoeffding-tree:grace-period=20,tie-threshold=0.5,max-nodes=9,leaf-prediction=majority");

    @TestFactory
    Stream<DynamicTest> everyLearnerKeepsItsPromises() {
        return Stream.concat(
                        Learners.all().stream().map(p -> new ChosenLearner(p, p.defaults())),
                        OTHER_SETTINGS.stream().map(Learners::parse))
                .flatMap(chosen -> checks(chosen, chosen.provider()));
    }

    @TestFactory
    Stream<DynamicTest> everyLearnerBearsManyFeaturesAndRefusesWrongSettings() {
        return Learners.all().stream()
                .map(provider -> DynamicTest.dynamicTest(
                        provider.name(), () -> LearnerContract.of(provider).atItsDefaults()));
    }

    @SuppressWarnings("unchecked") // a chosen learner's settings are of its provider's class
    private static <S extends Record> Stream<DynamicTest> checks(ChosenLearner chosen, LearnerProvider<S> provider) {
        LearnerProvider<S> made = chosen.calibrated() ? new CalibratedProvider<>(provider) : provider;
        LearnerContract<S> contract = new LearnerContract<>(made, (S) chosen.settings());
        return Stream.of(DynamicTest.dynamicTest(chosen.toString(), contract::all));
    }

    @Test
    void everyLearnerSaysWhatItIs() {
        assertThat(Learners.all()).isNotEmpty().allSatisfy(provider -> {
            assertThat(provider.name()).matches("[a-z][a-z0-9-]*");
            assertThat(provider.summary()).isNotBlank();
            assertThat(provider.paper()).matches(".*[12][0-9]{3}.*");
            assertThat(Settings.read(provider.defaults(), Settings.write(provider.defaults())))
                    .isEqualTo(provider.defaults());
        });
    }

    /** Its learners behind the stage of {@link CalibratedClassifier}. */
    private record CalibratedProvider<S extends Record>(LearnerProvider<S> of) implements LearnerProvider<S> {
        @Override
        public String name() {
            return of.name();
        }

        @Override
        public String summary() {
            return of.summary();
        }

        @Override
        public String paper() {
            return of.paper();
        }

        @Override
        public S defaults() {
            return of.defaults();
        }

        @Override
        public Task task() {
            return of.task();
        }

        @Override
        public boolean takesNewFeatures() {
            return of.takesNewFeatures();
        }

        @Override
        public Learner create(S settings, Layout layout, long seed) {
            return new CalibratedClassifier((Classifier) of.create(settings, layout, seed));
        }
    }
}
