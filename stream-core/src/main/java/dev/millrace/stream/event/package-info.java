/**
 * Events as data: rows of typed fields, the late labels that follow them, the ids that join the two, and rows as JSON.
 *
 * <p>Start: {@link dev.millrace.stream.event.Schema}; then {@link dev.millrace.stream.event.JsonRows}. Threading: schemas
 * are immutable; a row belongs to who holds it and is not changed after it was emitted. May import: nothing else of
 * Millrace. Not here: reading of files (stream.source).
 */
package dev.millrace.stream.event;
