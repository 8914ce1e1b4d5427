package dev.millrace.stream.journal;

import java.util.concurrent.CompletableFuture;

/**
 * A request that waits to be durable.
 *
 * @param batch its records, encoded; its place comes when it is written
 * @param count number of records
 * @param key idempotency key, or null
 * @param bodyHash SHA-256 of the body, with a key
 * @param answer completed by the journal's thread
 */
record WaitingAppend(byte[] batch, int count, byte[] key, byte[] bodyHash, CompletableFuture<Appended> answer) {}
