/**
 * Events as data: rows of typed fields, the late labels that follow them, and the ids that join the two.
 *
 * <p>Start: {@link dev.millrace.stream.event.Schema}. Threading: schemas are immutable; a row belongs to who holds it
 * and is not changed after it was emitted. May import: nothing else of Millrace. Not here: parsing of formats.
 */
package dev.millrace.stream.event;
