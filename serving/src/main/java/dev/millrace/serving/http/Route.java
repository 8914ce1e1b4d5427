package dev.millrace.serving.http;

import java.util.List;
import java.util.Set;

/**
 * An address and what is done there.
 *
 * @param method {@code GET}, {@code POST} or {@code PUT}; GET answers HEAD too
 * @param path segments between slashes; one in braces matches any and gives its value that name
 * @param parameters the query parameters that it knows; any other is refused, since a misspelt one would be ignored
 * @param action what is done
 */
public record Route(String method, String path, List<String> segments, Set<String> parameters, Action action) {

    /** Answers a request, now or later. What it throws is answered as a problem. */
    @FunctionalInterface
    public interface Action {
        void handle(Exchange exchange);
    }

    public static Route of(String method, String path, Action action, String... parameters) {
        return new Route(method, path, segmentsOf(path), Set.of(parameters), action);
    }

    static List<String> segmentsOf(String path) {
        return List.of(path.substring(1).split("/", -1));
    }

    /** Whether a path's segments fit. */
    boolean fits(List<String> actual) {
        if (actual.size() != segments.size()) {
            return false;
        }
        for (int i = 0; i < actual.size(); i++) {
            if (!segments.get(i).startsWith("{") && !segments.get(i).equals(actual.get(i))) {
                return false;
            }
        }
        return true;
    }

    /** The place of a named segment. */
    int indexOf(String name) {
        return segments.indexOf('{' + name + '}');
    }
}
