package dev.millrace.registry;

/**
 * A version that does not verify.
 *
 * @param model its model
 * @param version its number
 * @param cause what is wrong, for a person to read
 */
public record Damage(String model, long version, String cause) {}
