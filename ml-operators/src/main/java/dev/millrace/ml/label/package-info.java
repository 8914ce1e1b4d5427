/**
 * Labels that come after their events: from a source of their own, or as a field of a later row. Both become
 * {@link dev.millrace.stream.event.Feedback}, which the learning operator joins with the events that wait, as it does with
 * labels that come over HTTP.
 *
 * <p>Start: {@link dev.millrace.ml.label.LabelledSource}, {@link dev.millrace.ml.label.LabelRows}. Threading: the source's
 * thread. May import: stream. Not here: the join itself (ml.stream), files.
 */
package dev.millrace.ml.label;
