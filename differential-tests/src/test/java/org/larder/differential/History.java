package org.larder.differential;

import java.util.List;
import java.util.stream.Collectors;

/** A cache and what is done to it, one operation after the other. */
record History(long seed, CacheSpec spec, List<Operation> operations) {

    History with(CacheSpec otherSpec) {
        return new History(seed, otherSpec, operations);
    }

    History with(List<Operation> otherOperations) {
        return new History(seed, spec, otherOperations);
    }

    @Override
    public String toString() {
        return spec + operations.stream().map(o -> "\n  " + o).collect(Collectors.joining());
    }
}
