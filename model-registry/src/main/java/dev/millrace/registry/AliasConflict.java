package dev.millrace.registry;

import java.io.IOException;

/** The alias is not what the caller thought: somebody else has moved it meanwhile. Look again, then decide. */
public final class AliasConflict extends IOException {
    private static final long serialVersionUID = 1L;

    private final String currentEtag;

    AliasConflict(String message, String currentEtag) {
        super(message);
        this.currentEtag = currentEtag;
    }

    /** The alias's etag now; {@link Alias#NONE} if it does not exist. */
    public String currentEtag() {
        return currentEtag;
    }
}
