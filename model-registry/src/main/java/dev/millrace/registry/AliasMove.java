package dev.millrace.registry;

/**
 * One line of the log of moves.
 *
 * @param sequence counts the moves of a model's aliases, from 1; the alias's etag after it
 * @param alias which was moved
 * @param from the version before; 0 if the alias was new
 * @param to the version after
 * @param atMillis when, milliseconds since the epoch
 * @param who moved it
 * @param why it was moved
 */
public record AliasMove(long sequence, String alias, long from, long to, long atMillis, String who, String why) {}
