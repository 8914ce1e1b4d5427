package dev.millrace.ml.stream;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;

/**
 * Waiting events by key and deadline, which tells the event time where all wait equally long. Made of what the log holds
 * when it is first asked, so that pipelines whose labels name ids do not pay for it, and no part of the state. Adding and
 * finding take O(1), but for events of one key at one time whose labels are all there. Threading: the partition's thread.
 */
final class WaitingByKey {
    /** Entries of one hash, in the order in which they came. */
    private static final class Chain {
        WaitingEvents.Entry first;
        WaitingEvents.Entry last;

        /** None before it waits. */
        WaitingEvents.Entry candidate;
    }

    private final Map<Long, Chain> chains = new HashMap<>();

    void add(WaitingEvents.Entry entry) {
        Chain chain = chains.computeIfAbsent(hash(entry), none -> new Chain());
        if (chain.last == null) {
            chain.first = entry;
        } else {
            chain.last.next = entry;
        }
        chain.last = entry;
        if (chain.candidate == null) {
            chain.candidate = entry;
        }
    }

    /** The oldest that waits; if none does, the youngest that is remembered; null if there is none. */
    WaitingEvents.Entry find(String key, long deadlineMillis) {
        byte[] name = key.getBytes(StandardCharsets.UTF_8);
        Chain chain = chains.get(hash(name, 0, name.length, deadlineMillis));
        if (chain == null) {
            return null;
        }
        while (chain.candidate != null && chain.candidate.state() != WaitingEvents.WAITING) {
            chain.candidate = chain.candidate.next;
        }
        for (WaitingEvents.Entry entry = chain.candidate; entry != null; entry = entry.next) {
            if (entry.state() == WaitingEvents.WAITING && isOf(entry, name, deadlineMillis)) {
                return entry;
            }
        }
        WaitingEvents.Entry youngest = null;
        for (WaitingEvents.Entry entry = chain.first; entry != null; entry = entry.next) {
            if (!entry.segment.dropped && isOf(entry, name, deadlineMillis)) {
                youngest = entry;
            }
        }
        return youngest;
    }

    /** Forgets what stood in a segment that was dropped. */
    void forget(WaitingLog.Segment segment) {
        for (int i = 0, at = 0; i < segment.entries; i++, at += segment.sizeAt(at)) {
            long hash = hash(segment, at);
            Chain chain = chains.get(hash);
            while (chain != null && chain.first.segment.dropped) {
                if (chain.candidate == chain.first) {
                    chain.candidate = chain.first.next;
                }
                chain.first = chain.first.next;
                if (chain.first == null) {
                    chains.remove(hash);
                    chain = null;
                }
            }
        }
    }

    private static boolean isOf(WaitingEvents.Entry entry, byte[] key, long deadlineMillis) {
        int from = entry.position + WaitingEvents.KEY_AT;
        int length = ByteBuffer.wrap(entry.segment.bytes).getInt(from - Integer.BYTES);
        return entry.deadlineMillis == deadlineMillis
                && Arrays.equals(entry.segment.bytes, from, from + length, key, 0, key.length);
    }

    private static long hash(WaitingEvents.Entry entry) {
        return hash(entry.segment, entry.position);
    }

    private static long hash(WaitingLog.Segment segment, int position) {
        int from = position + WaitingEvents.KEY_AT;
        int length = ByteBuffer.wrap(segment.bytes).getInt(from - Integer.BYTES);
        return hash(segment.bytes, from, length, segment.deadlineAt(position));
    }

    private static long hash(byte[] key, int from, int length, long deadlineMillis) {
        long hash = deadlineMillis * 0x9E3779B97F4A7C15L;
        for (int i = from; i < from + length; i++) {
            hash = (hash ^ key[i]) * 0x100000001B3L;
        }
        return hash ^ hash >>> 32;
    }
}
