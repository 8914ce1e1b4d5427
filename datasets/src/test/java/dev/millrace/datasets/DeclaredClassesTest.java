package dev.millrace.datasets;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.fail;
import static org.junit.jupiter.api.Assumptions.abort;

import dev.millrace.datasets.Dataset.Task;
import dev.millrace.stream.event.Event;
import dev.millrace.stream.event.Field;
import dev.millrace.stream.event.Row;
import dev.millrace.stream.source.Collected;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** The catalog declares the classes of its streams, and their order, as the header of an ARFF file does. */
class DeclaredClassesTest {
    private static final Catalog CATALOG = Catalog.load();

    @Test
    void everyStreamOfClassesDeclaresThemInTheOrderInWhichTiesGo() {
        Map<String, List<String>> declared = Map.of(
                "electricity", List.of("UP", "DOWN"),
                "covtype-15k", List.of("1", "2", "3", "4", "5", "6", "7"),
                "phishing", List.of("0", "1"),
                "bananas", List.of("0", "1"),
                "spam-drift", List.of("0", "1"),
                "covtype", List.of("1", "2", "3", "4", "5", "6", "7"),
                "poker-hand", List.of("0", "1", "2", "3", "4", "5", "6", "7", "8", "9"));
        for (Dataset dataset : CATALOG.all()) {
            if (dataset.task() == Task.CLASSIFICATION) {
                assertThat(dataset.classes().values())
                        .as(dataset.name())
                        .containsExactlyElementsOf(declared.get(dataset.name()));
            }
        }
    }

    @Test
    void theFilesHaveTheClassesThatAreDeclaredAndNoOther() throws IOException {
        String folder = System.getenv("MILLRACE_DATASETS");
        if (folder == null) {
            String message = "needs the recorded streams; set MILLRACE_DATASETS to a folder that has them";
            if ("true".equals(System.getenv("CI"))) {
                fail(message);
            }
            abort(message);
        }
        Datasets datasets = Datasets.of(System.getenv());
        List<String> looked = new ArrayList<>();
        for (Dataset dataset : CATALOG.all()) {
            if (dataset.task() == Task.CLASSIFICATION && datasets.find(dataset).isPresent()) {
                Field label = dataset.schema().field(dataset.label());
                Set<String> seen = new TreeSet<>();
                for (Event event : Collected.of(datasets.open(dataset.name())).events) {
                    seen.add(((Row) event).name(label));
                }
                assertThat(seen)
                        .as(dataset.name())
                        .containsExactlyInAnyOrderElementsOf(dataset.classes().values());
                looked.add(dataset.name());
            }
        }
        assertThat(looked).contains("electricity", "covtype-15k", "phishing", "bananas", "spam-drift");
    }
}
