package dev.millrace.datasets;

import dev.millrace.stream.event.Field;
import dev.millrace.stream.event.FieldType;
import dev.millrace.stream.event.NearestName;
import dev.millrace.stream.event.Schema;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * What the catalog knows of a dataset.
 *
 * @param name names it for ever
 * @param task what it is for
 * @param rows how many it has
 * @param label field to be predicted; null where there is none
 * @param classes names of the classes by what the file writes, in the order in which ties go: all that there are, as a header
 *     of ARFF declares them; empty where there are none
 * @param categories fields that are read as text and used as categories
 * @param leaveOut columns of the file that are not in the schema, because they give the label away or name the row
 * @param time field of the event time; null where the rows are in order and have none
 * @param hours field with the hour of the day that is added to a time of whole days; null where there is none
 * @param value the measured field of a time series; null otherwise
 * @param anomalyWindows known anomalies of a time series, as pairs of instants
 * @param schema fields of its rows
 * @param order what the order of the rows is
 * @param origin who made it
 * @param licence under which terms
 * @param file name of its file
 * @param format {@code csv} or {@code libsvm}
 * @param sha256 of the file as it is named, packed; null where it is not known
 * @param contentSha256 of the file unpacked; null where it is not known: that of the first file is kept, and holds
 * @param address where it can be fetched from; null where no public address is known
 * @param addressFormat how it is written there: {@code csv}, {@code csv-bare} (without a header), {@code arff}, or {@code
 *     zip:NAME}, a CSV file in an archive; unpacked if the address ends in {@code .gz}
 */
public record Dataset(
        String name,
        Task task,
        long rows,
        String label,
        Map<String, String> classes,
        List<String> categories,
        List<String> leaveOut,
        String time,
        String hours,
        String value,
        List<List<String>> anomalyWindows,
        Schema schema,
        String order,
        String origin,
        String licence,
        String file,
        String format,
        String sha256,
        String contentSha256,
        String address,
        String addressFormat) {

    /** What a dataset is for. */
    public enum Task {
        CLASSIFICATION,
        REGRESSION,
        ANOMALY
    }

    public Dataset {
        Objects.requireNonNull(name, "name");
        Objects.requireNonNull(task, "task");
        Objects.requireNonNull(schema, "schema");
        for (String field : categories) {
            if (schema.field(field).type() != FieldType.TEXT) {
                throw new IllegalArgumentException("category '" + field + "' of " + name + " is not TEXT");
            }
        }
        if (label != null && task == Task.CLASSIFICATION && schema.field(label).type() != FieldType.TEXT) {
            throw new IllegalArgumentException("class label '" + label + "' of " + name + " is not TEXT");
        }
        if (task == Task.CLASSIFICATION && classes.size() < 2) {
            throw new IllegalArgumentException(name + " declares no classes; list them, in the order in which ties go");
        }
    }

    /**
     * The same with other types of fields: a number that stands for a category, say. Not of the label and the time, whose types
     * are a part of what the dataset is.
     *
     * @throws IllegalArgumentException for a field that it does not have, or whose type is fixed
     */
    public Dataset withTypes(Map<String, FieldType> types) {
        Schema.Builder retyped = Schema.builder();
        for (Field field : schema.fields()) {
            FieldType type = types.getOrDefault(field.name(), field.type());
            boolean isFixed = field.name().equals(label) || field.name().equals(time);
            if (isFixed && type != field.type()) {
                throw new IllegalArgumentException("the field '" + field.name() + "' of dataset " + name + " is "
                        + field.type().name().toLowerCase(Locale.ROOT) + " and nothing else; leave it out");
            }
            retyped.add(field.name(), type);
        }
        types.keySet().forEach(field -> {
            if (schema.find(field).isEmpty()) {
                throw new IllegalArgumentException(
                        "dataset " + name + " has no field '" + field + "'" + NearestName.hint(field, schema.names()));
            }
        });
        return new Dataset(
                name,
                task,
                rows,
                label,
                classes,
                categories.stream()
                        .filter(field -> types.getOrDefault(field, FieldType.TEXT) == FieldType.TEXT)
                        .toList(),
                leaveOut,
                time,
                hours,
                value,
                anomalyWindows,
                retyped.build(),
                order,
                origin,
                licence,
                file,
                format,
                sha256,
                contentSha256,
                address,
                addressFormat);
    }

    /** The field to be predicted, if there is one. */
    public Optional<String> labelField() {
        return Optional.ofNullable(label);
    }

    /** Whether some class is called otherwise than the file writes it. */
    public boolean renamesClasses() {
        return classes.entrySet().stream().anyMatch(each -> !each.getKey().equals(each.getValue()));
    }

    /** The field of the event time, if there is one. */
    public Optional<String> timeField() {
        return Optional.ofNullable(time);
    }

    /** The text field of the tokens of a sparse dataset: all but the label; empty where each feature has a field. */
    public Optional<String> sparseField() {
        return format.equals("libsvm") ? features().stream().findFirst() : Optional.empty();
    }

    /** Fields that a learner may use: all but the label and the time, in order. */
    public List<String> features() {
        return schema.names().stream()
                .filter(field -> !field.equals(label) && !field.equals(time))
                .toList();
    }
}
