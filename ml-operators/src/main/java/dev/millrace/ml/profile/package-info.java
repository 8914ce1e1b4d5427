/**
 * What a recorded stream is like: ranges, missing and distinct values, classes and their runs, and where its fields change.
 *
 * <p>Start: {@link dev.millrace.ml.profile.StreamProfile}. Threading: one caller. May import: ml.drift, stream.event. Not here:
 * learning, printing.
 */
package dev.millrace.ml.profile;
