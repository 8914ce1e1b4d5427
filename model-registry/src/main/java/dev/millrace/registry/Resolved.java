package dev.millrace.registry;

/**
 * What {@code model}, {@code model@42}, {@code model@alias} or {@code model@tag} stands for.
 *
 * @param version found
 * @param by the alias or tag, or null if the number was given
 */
public record Resolved(Version version, String by) {
    public String model() {
        return version.model();
    }

    public long number() {
        return version.number();
    }
}
