package dev.millrace.stream.settings;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * What a component of a record of settings means, and which values it takes: said once, where the setting stands; commands and pages are made from it.
 * See {@link Settings#describe}.
 */
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.RECORD_COMPONENT)
public @interface About {

    /** What it means, with other settings by the keys that users write. */
    String value();

    /**
     * Which numbers are allowed: {@code 1 … 1000}, {@code above 0 … below 1}, {@code ≥ 1} or {@code above 0}. Empty where the type says it all.
     */
    String range() default "";
}
