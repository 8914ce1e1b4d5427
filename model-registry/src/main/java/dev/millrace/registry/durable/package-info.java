/**
 * Files that survive a crash: small documents sealed by a hash and replaced atomically, and the steps that make names
 * and content durable in the right order.
 *
 * <p>Start: {@link dev.millrace.registry.durable.DurableFiles}. Threading: any thread; callers see to one writer per
 * file. May import: stream.storage, Jackson. Not here: what the files mean.
 */
package dev.millrace.registry.durable;
