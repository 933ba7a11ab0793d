package org.larder.cdi;

import java.lang.System.Logger.Level;
import java.util.Collection;
import java.util.TreeSet;

/**
 * What others have for the standard. Two interceptors that cache around one method would hand out each other's leftovers,
 * so those of a server give way to this module, as do its beans, and this module gives way to the interceptors of any
 * others.
 */
final class Rivals {
    private static final System.Logger LOG = System.getLogger(Rivals.class.getName());

    /** Where Payara has its own, which every application there gets. */
    private static final String PAYARA = "fish.payara.cdi.jsr107.";

    private Rivals() {}

    /** Whether a class is an interceptor of a server that an application replaces by bringing this module. */
    static boolean isReplaced(Class<?> interceptor) {
        return interceptor.getName().startsWith(PAYARA);
    }

    /** Whether a class of a server offers what this module offers instead, with a provider that is the server's. */
    static boolean isReplacedOffer(String declaringClass) {
        return declaringClass.startsWith(PAYARA);
    }

    /** Whether an interceptor is not of this module. */
    static boolean isRival(String interceptor) {
        return Annotations.INTERCEPTED.values().stream()
                .noneMatch(own -> own.getName().equals(interceptor));
    }

    /** Says, if there are any, why the interceptors of this module do nothing. */
    static void warnOf(Collection<String> rivals) {
        if (!rivals.isEmpty()) {
            LOG.log(
                    Level.WARNING,
                    "Other interceptors carry out the annotations of javax.cache.annotation in this application: {0}."
                            + " Those of Larder stand aside, so that nothing is cached twice; take the others out to have"
                            + " Larder''s",
                    new TreeSet<>(rivals));
        }
    }
}
