package dev.millrace.datasets.generator;

/** Of a kind of stream that has none of its own. */
public record NoSettings() {}
