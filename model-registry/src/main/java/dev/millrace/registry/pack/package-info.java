/**
 * Packs: files that hold pieces of state one after the other, and tables that say where each piece lies.
 *
 * <p>Start: {@link dev.millrace.registry.pack.PackWriter}, {@link dev.millrace.registry.pack.Table}. Threading: one
 * caller for a writer or a reader; places and tables are immutable. May import: registry.durable, stream.storage. Not
 * here: versions, and which pack is still needed.
 */
package dev.millrace.registry.pack;
