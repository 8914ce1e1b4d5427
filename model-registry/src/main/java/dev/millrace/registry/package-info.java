/**
 * Versions of models, the names that point at them, and the crash-safe directory that holds both.
 *
 * <p>A version is a checkpoint that was committed: packs with the pieces of state, and a manifest that says where they lie.
 * On disk:
 *
 * <pre>
 * &lt;registry&gt;/lock                                     held by the one process that writes
 * &lt;registry&gt;/&lt;model&gt;/packs/&lt;run&gt;-&lt;n&gt;.pack             what a commit added: chunks, then a table per operator and partition
 * &lt;registry&gt;/&lt;model&gt;/versions/00000000000000000042.json  manifests, sealed by a hash
 * &lt;registry&gt;/&lt;model&gt;/newest                           a hint for readers in other processes
 * &lt;registry&gt;/&lt;model&gt;/{aliases,tags}.json, alias-log.jsonl
 * </pre>
 *
 * <p>Start: {@link dev.millrace.registry.Registry}; the commit's protocol is in {@code Committer}. Threading: any thread; one
 * writer per model at a time, one writing process per registry. May import: stream.checkpoint, stream.storage,
 * stream.source, stream.time, Jackson. Not here: what the bytes of a state mean.
 */
package dev.millrace.registry;
