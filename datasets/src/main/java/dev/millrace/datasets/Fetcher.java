package dev.millrace.datasets;

import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.InterruptedIOException;
import java.io.OutputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;

/** Gets a dataset from its public address, as CSV. Whoever calls checks what came. */
final class Fetcher {
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    void fetch(Dataset dataset, Path to) throws IOException {
        HttpClient client = HttpClient.newBuilder()
                .connectTimeout(Duration.ofSeconds(15))
                .followRedirects(HttpClient.Redirect.NORMAL)
                .build();
        HttpRequest request = HttpRequest.newBuilder(URI.create(dataset.address()))
                .timeout(PATIENCE)
                .build();
        HttpResponse<InputStream> response;
        try {
            response = client.send(request, HttpResponse.BodyHandlers.ofInputStream());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("fetching " + dataset.address() + " was interrupted");
        } catch (IOException e) {
            throw new IOException(
                    "dataset " + dataset.name() + " is not here, and fetching " + dataset.address()
                            + " failed: "
                            + (e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage())
                            + "; check the network, or put " + dataset.file() + " into a folder and name it in "
                            + Datasets.FOLDER_VARIABLE,
                    e);
        }
        try (InputStream body = response.body()) {
            if (response.statusCode() != 200) {
                throw new IOException(
                        "dataset " + dataset.name() + " is not here, and " + dataset.address() + " answers "
                                + response.statusCode() + "; put " + dataset.file() + " into a folder and name it in "
                                + Datasets.FOLDER_VARIABLE);
            }
            write(dataset, body, to);
        }
    }

    /** Writes what came as CSV with a header. */
    static void write(Dataset dataset, InputStream body, Path to) throws IOException {
        InputStream in = dataset.address().endsWith(".gz") ? new GZIPInputStream(body) : body;
        String format = dataset.addressFormat();
        if (format.equals("arff")) {
            fromArff(dataset, in, to);
        } else if (format.equals("csv-bare")) {
            try (OutputStream out = Files.newOutputStream(to)) {
                out.write((String.join(",", dataset.schema().names()) + "\n").getBytes(StandardCharsets.UTF_8));
                in.transferTo(out);
            }
        } else if (format.startsWith("zip:")) {
            fromArchive(dataset, format.substring("zip:".length()), in, to);
        } else {
            Files.copy(in, to, StandardCopyOption.REPLACE_EXISTING);
        }
    }

    private static void fromArchive(Dataset dataset, String name, InputStream in, Path to) throws IOException {
        ZipInputStream archive = new ZipInputStream(in);
        for (ZipEntry entry = archive.getNextEntry(); entry != null; entry = archive.getNextEntry()) {
            if (entry.getName().equals(name)) {
                Files.copy(archive, to, StandardCopyOption.REPLACE_EXISTING);
                return;
            }
        }
        throw new IOException(dataset.address() + " has no file " + name + " in it any more; put " + dataset.file()
                + " into a folder and name it in " + Datasets.FOLDER_VARIABLE);
    }

    /** Attribute lines become the header, data lines stay but for the classes, which become what our file writes. */
    static void fromArff(Dataset dataset, InputStream in, Path to) throws IOException {
        Map<String, String> written =
                dataset.classes().entrySet().stream().collect(Collectors.toMap(Map.Entry::getValue, Map.Entry::getKey));
        List<String> names = new ArrayList<>();
        boolean data = false;
        try (BufferedReader lines = new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8));
                BufferedWriter out = Files.newBufferedWriter(to)) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                String text = line.trim();
                if (text.isEmpty() || text.startsWith("%")) {
                    continue;
                }
                if (data) {
                    int comma = text.lastIndexOf(',') + 1;
                    String label = text.substring(comma);
                    out.append(text, 0, comma)
                            .append(written.getOrDefault(label, label))
                            .append('\n');
                } else if (text.regionMatches(true, 0, "@attribute", 0, 10)) {
                    names.add(text.split("\\s+")[1]);
                } else if (text.regionMatches(true, 0, "@data", 0, 5)) {
                    data = true;
                    out.append(String.join(",", names)).append('\n');
                }
            }
        }
    }
}
