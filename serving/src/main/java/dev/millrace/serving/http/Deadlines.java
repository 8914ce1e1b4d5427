package dev.millrace.serving.http;

/**
 * The requests of one event loop in the order in which they came, so that one timer finds all that took too long. A
 * list through the exchanges themselves: adding and removing are O(1) and make nothing. Threading: one event loop.
 */
final class Deadlines {
    private Exchange first;
    private Exchange last;
    private int size;

    void add(Exchange exchange) {
        exchange.before = last;
        if (last == null) {
            first = exchange;
        } else {
            last.after = exchange;
        }
        last = exchange;
        size++;
    }

    void remove(Exchange exchange) {
        if (exchange.before == null) {
            first = exchange.after;
        } else {
            exchange.before.after = exchange.after;
        }
        if (exchange.after == null) {
            last = exchange.before;
        } else {
            exchange.after.before = exchange.before;
        }
        exchange.before = null;
        exchange.after = null;
        size--;
    }

    /** Ends every exchange that began at or before a time of the stopwatch. */
    void expire(long startedBeforeNanos) {
        while (first != null && first.startedNanos() - startedBeforeNanos <= 0) {
            first.expire();
        }
    }

    int size() {
        return size;
    }
}
