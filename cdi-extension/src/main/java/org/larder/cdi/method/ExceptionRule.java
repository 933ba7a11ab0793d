package org.larder.cdi.method;

import java.util.List;

/**
 * Which exceptions of a method a cache annotation acts upon, as its two lists say.
 *
 * @param included those that it acts upon; empty for all that are not excluded
 * @param excluded those that it does not act upon, even if they are included
 * @param byDefault what holds for all if both lists are empty
 */
public record ExceptionRule(
        List<Class<? extends Throwable>> included, List<Class<? extends Throwable>> excluded, boolean byDefault) {

    /** Copies the lists. */
    public ExceptionRule {
        included = List.copyOf(included);
        excluded = List.copyOf(excluded);
    }

    /** Whether the annotation acts upon an exception. */
    public boolean covers(Throwable exception) {
        if (included.isEmpty() && excluded.isEmpty()) {
            return byDefault;
        }
        return (included.isEmpty() || isNamed(included, exception)) && !isNamed(excluded, exception);
    }

    /** Whether an exception is of one of the included types. */
    public boolean includes(Throwable exception) {
        return isNamed(included, exception);
    }

    private static boolean isNamed(List<Class<? extends Throwable>> types, Throwable exception) {
        for (Class<? extends Throwable> type : types) {
            if (type.isInstance(exception)) {
                return true;
            }
        }
        return false;
    }
}
