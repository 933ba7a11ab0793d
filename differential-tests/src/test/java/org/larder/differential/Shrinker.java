package org.larder.differential;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/** Makes a history that diverges as small as it gets while it still does. */
final class Shrinker {
    private final Predicate<History> diverges;

    Shrinker(Predicate<History> diverges) {
        this.diverges = diverges;
    }

    History shrink(History history) {
        History smallest = history;
        History previous;
        do {
            previous = smallest;
            smallest = withSimplerSpec(withFewerOperations(smallest));
        } while (!smallest.equals(previous));
        return smallest;
    }

    private History withFewerOperations(History history) {
        History smallest = history;
        for (int size = Math.max(1, history.operations().size() / 2); size > 0; size /= 2) {
            for (int from = smallest.operations().size() - size; from >= 0; from -= size) {
                List<Operation> fewer = new ArrayList<>(smallest.operations());
                fewer.subList(from, Math.min(from + size, fewer.size())).clear();
                smallest = better(smallest.with(fewer), smallest);
            }
        }
        return smallest;
    }

    private History withSimplerSpec(History history) {
        History smallest = history;
        CacheSpec spec = history.spec();
        smallest = better(
                smallest.with(new CacheSpec(
                        spec.byValue(), false, false, spec.writeThrough(), spec.expiry(), spec.hearers())),
                smallest);
        spec = smallest.spec();
        smallest = better(
                smallest.with(new CacheSpec(
                        spec.byValue(), spec.loader(), spec.readThrough(), false, spec.expiry(), spec.hearers())),
                smallest);
        spec = smallest.spec();
        CacheSpec eternal = new CacheSpec(
                spec.byValue(), spec.loader(), spec.readThrough(), spec.writeThrough(), Expiry.NONE, spec.hearers());
        // Only the policy of the user can answer otherwise from some time on.
        List<Operation> unchanged = smallest.operations().stream()
                .filter(operation -> !(operation instanceof Operation.ExpireBy))
                .toList();
        smallest = better(smallest.with(eternal).with(unchanged), smallest);
        for (Hearer hearer : smallest.spec().hearers()) {
            CacheSpec now = smallest.spec();
            List<Hearer> fewer = new ArrayList<>(now.hearers());
            fewer.remove(hearer);
            smallest = better(
                    smallest.with(new CacheSpec(
                            now.byValue(), now.loader(), now.readThrough(), now.writeThrough(), now.expiry(), fewer)),
                    smallest);
        }
        return smallest;
    }

    private History better(History candidate, History otherwise) {
        return !candidate.equals(otherwise) && diverges.test(candidate) ? candidate : otherwise;
    }
}
