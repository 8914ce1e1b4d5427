/**
 * The page: its files, served from the jar.
 *
 * <p>Start: {@link dev.millrace.serving.page.Page}; what the page does is in the resources beside it. Threading:
 * immutable. May import: serving.http. Not here: what the page shows, which it fetches from the API like anybody.
 */
package dev.millrace.serving.page;
