package dev.millrace.ml.learner;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.millrace.ml.learner.linear.LogisticSettings;
import dev.millrace.ml.learner.linear.Optimizer;
import dev.millrace.stream.settings.Settings;
import java.util.Map;
import org.junit.jupiter.api.Test;

class LearnersTest {
    @Test
    void whatALearnerCannotIsSaidOfItOnce() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Learners.parse("hoeffding-tree:start=model.tribuo"))
                .withMessageStartingWith("learner 'hoeffding-tree' cannot start from a model: only linear learners");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Learners.parse("linear:calibrate=true"))
                .withMessageStartingWith("learner 'linear' has no probabilities of classes to calibrate");
    }

    @Test
    void aLearnerIsChosenByNameAndSettings() {
        ChosenLearner chosen = Learners.parse("logistic:rate=0.5,optimizer=adagrad");
        assertThat(chosen.settings()).isEqualTo(new LogisticSettings(Optimizer.ADAGRAD, 0.5, 0, true));
        assertThat(chosen).hasToString("logistic:optimizer=adagrad,rate=0.5");
        assertThat(Learners.parse(chosen.toString())).hasToString(chosen.toString());
        assertThat(Learners.parse("naive-bayes")).hasToString("naive-bayes");
    }

    @Test
    void softmaxIsAnotherNameOfLogistic() {
        assertThat(Learners.parse("softmax").name()).isEqualTo("logistic");
    }

    @Test
    void aSettingWithCommasStandsInParentheses() {
        ChosenLearner chosen = Learners.parse("online-bagging:base=(logistic:rate=0.5,l2=0.1),members=3");
        assertThat(chosen).hasToString("online-bagging:members=3,base=(logistic:rate=0.5,l2=0.1)");
        assertThat(Learners.parse(chosen.toString()).settings()).isEqualTo(chosen.settings());
        assertThat(Learners.parse("(logistic:rate=0.5)")).hasToString("logistic:rate=0.5");
        assertThat(Learners.choose("online-bagging", Map.of("base", "logistic:rate=0.5,l2=0.1", "members", "3")))
                .hasToString(chosen.toString());
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Learners.parse("online-bagging:base=(logistic:rate=0.5"))
                .withMessageContaining("do not match");
    }

    @Test
    void anUnknownNameIsAnsweredWithTheNearest() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Learners.parse("logistik"))
                .withMessageContaining("'logistik'")
                .withMessageContaining("did you mean 'logistic'?");
    }

    @Test
    void anUnknownSettingIsAnsweredWithTheNearest() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Learners.parse("logistic:rat=0.5"))
                .withMessage("learner 'logistic': unknown setting 'rat'; did you mean 'rate'?");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Learners.parse("naive-bayes:rate=0.5"))
                .withMessageContaining("there are no settings");
    }

    @Test
    void aBadValueIsAnsweredWithWhatIsAllowed() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Learners.parse("logistic:optimizer=newton"))
                .withMessageContaining("allowed: sgd, adagrad, adam, ftrl, normalized");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Learners.parse("logistic:rate=fast"))
                .withMessageContaining("allowed: a number");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Learners.parse("logistic:rate=-1"))
                .withMessageContaining("rate must be above 0");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Learners.parse("logistic:rate"))
                .withMessageContaining("key=value");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Learners.parse("logistic:rate=1,rate=2"))
                .withMessageContaining("stands twice");
    }

    @Test
    void valuesMayComeAsAYamlFileGivesThem() {
        assertThat(Learners.choose("logistic", Map.of("rate", 0.25, "intercept", false))
                        .settings())
                .isEqualTo(new LogisticSettings(Optimizer.SGD, 0.25, 0, false));
    }

    @Test
    void componentsAreWrittenInKebabCase() {
        assertThat(Settings.key("tieThreshold")).isEqualTo("tie-threshold");
    }

    @Test
    void everyLearnerTakesASeedBesideItsSettings() {
        ChosenLearner seeded = Learners.parse("naive-bayes:seed=7");
        assertThat(seeded.seed()).hasValue(7);
        assertThat(seeded).hasToString("naive-bayes:seed=7");
        assertThat(seeded).isNotEqualTo(Learners.parse("naive-bayes"));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Learners.parse("naive-bayes:seed=often"))
                .withMessageContaining("a whole number");
    }
}
