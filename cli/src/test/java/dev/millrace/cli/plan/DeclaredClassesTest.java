package dev.millrace.cli.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.millrace.cli.file.BadPipelineFile;
import dev.millrace.cli.file.PipelineFile;
import dev.millrace.datasets.Datasets;
import dev.millrace.stream.time.SystemClock;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A pipeline that names no classes takes those that its sources declare, in their order. */
class DeclaredClassesTest {
    @TempDir
    private Path folder;

    private final Streams streams = new Streams(Datasets.of(Map.of()), new SystemClock());

    private PipelineFile file(String source, String label, String learner) {
        return PipelineFile.read(
                "test.yaml",
                "pipeline: test\nsource: " + source + "\nlabel: " + label + "\nlearner: " + learner,
                folder);
    }

    private Map<String, String> classes(String source, String label) {
        Blueprint blueprint = Blueprint.of(file(source, label, "naive-bayes"), streams);
        assertThat(Blueprint.ofDefinition(blueprint.definition()).definition()).isEqualTo(blueprint.definition());
        assertThat(blueprint.learning().label().classes())
                .containsExactlyEntriesOf(blueprint.spec().label().classes());
        return blueprint.spec().label().classes();
    }

    private void arff(String name, String classes, String rows) throws IOException {
        Files.writeString(
                folder.resolve(name), "@relation r\n@attribute x real\n@attribute c {" + classes + "}\n@data\n" + rows);
    }

    @Test
    void ofTheCatalog() {
        assertThat(classes("{dataset: phishing}", "is_phishing").keySet()).containsExactly("0", "1");
        assertThat(classes("{dataset: electricity}", "class").keySet()).containsExactly("UP", "DOWN");
        assertThat(classes("{dataset: covtype-15k}", "{field: Cover_Type}").keySet())
                .containsExactly("1", "2", "3", "4", "5", "6", "7");
    }

    @Test
    void ofAGenerator() {
        assertThat(classes("{generator: agrawal}", "class").keySet()).containsExactly("groupA", "groupB");
    }

    @Test
    void ofTheHeaderOfAnArffFile() throws IOException {
        arff("r.arff", "late, early", "1,early\n2,late\n");
        assertThat(classes("r.arff", "c").keySet()).containsExactly("late", "early");
    }

    @Test
    void thoseThatTheFileNamesWin() {
        assertThat(classes("{dataset: phishing}", "{field: is_phishing, classes: [1, 0]}")
                        .keySet())
                .containsExactly("1", "0");
        assertThat(classes("{dataset: phishing}", "{field: is_phishing, classes: {1: bad, 0: good}}")
                        .values())
                .containsExactly("bad", "good");
    }

    @Test
    void noneWhereNothingDeclaresThemOrSourcesDiffer() throws IOException {
        Files.writeString(folder.resolve("rows.csv"), "x,c\n1,a\n2,b\n");
        arff("one.arff", "a, b", "1,a\n");
        arff("other.arff", "b, a", "1,a\n");
        assertThat(classes("rows.csv", "c")).isEmpty();
        assertThat(classes("[one.arff, other.arff]", "c")).isEmpty();
        assertThat(classes("[one.arff, one.arff]", "c")).hasSize(2);
        assertThat(classes("{dataset: electricity}", "day")).as("another label").isEmpty();
    }

    @Test
    void noneForALearnerOfOtherThings() {
        Blueprint strangers = Blueprint.of(file("{dataset: phishing}", "is_phishing", "half-space-trees"), streams);
        assertThat(strangers.spec().label().classes()).isEmpty();
    }

    @Test
    void aClassThatIsNotAmongThemIsPointedOut() {
        assertThatThrownBy(() -> classes("{dataset: electricity}", "{field: class, positive: up}"))
                .isInstanceOf(BadPipelineFile.class)
                .hasMessageContaining("'positive: up' is not one of the classes UP, DOWN")
                .hasMessageContaining("'classes' names others");
    }

    @Test
    void aPipelineGoesOnWithTheClassesThatItBeganWith() throws IOException {
        Files.writeString(folder.resolve("rows.csv"), "x,c\n1,a\n2,b\n");
        String open =
                Blueprint.of(file("rows.csv", "c", "naive-bayes"), streams).definition();
        arff("r.arff", "b, a", "1,a\n");
        PipelineFile declared = file("r.arff", "c", "naive-bayes");
        String closed = Blueprint.of(declared, streams).definition();
        Files.delete(folder.resolve("r.arff"));
        assertThat(Blueprint.of(declared, closed).spec().label().classes().keySet())
                .containsExactly("b", "a");
        assertThat(Blueprint.of(declared, closed).definition()).isEqualTo(closed);
        assertThat(Blueprint.of(declared, open).spec().label().classes())
                .as("begun before they were declared")
                .isEmpty();
    }
}
