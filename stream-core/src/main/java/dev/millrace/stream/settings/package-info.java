/**
 * Settings as records: read from and shown as {@code key=value}, unknown keys answered with the nearest known one.
 *
 * <p>Start: {@link dev.millrace.stream.settings.Settings}. Threading: pure functions and immutable values. May import:
 * stream.event. Not here: what a setting means; a record checks its own values.
 */
package dev.millrace.stream.settings;
