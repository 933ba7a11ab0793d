package org.larder.differential;

import static org.larder.differential.Script.Step.EXISTS;
import static org.larder.differential.Script.Step.FAIL;
import static org.larder.differential.Script.Step.FAIL_AS_CACHE;
import static org.larder.differential.Script.Step.FAIL_AS_PROCESSOR;
import static org.larder.differential.Script.Step.GET;
import static org.larder.differential.Script.Step.REMOVE;
import static org.larder.differential.Script.Step.SET;
import static org.larder.differential.Script.Step.SET_NULL;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import javax.cache.event.EventType;
import org.larder.differential.Expiry.Kind;
import org.larder.differential.Expiry.Term;

/**
 * Makes a history of a seed. What the standard leaves undefined and both sides do differently is not made:
 *
 * <ul>
 *   <li>an expiry policy that fails or returns null for a creation, with read-through: Caffeine fails the load
 *   <li>removing and setting again and again in one run of a processor
 *   <li>removing while iterating where reading expires: Caffeine then removes nothing
 *   <li>null among the keys of {@code invokeAll}, but for the first: Caffeine has begun by then
 * </ul>
 */
final class Histories {
    static final List<String> KEYS = List.of("a", "b", "c", Journal.NEVER_LOADED);

    private static final int LENGTH = 40;
    private static final int AFTER_CLOSE = 3;
    private static final List<String> VALUES = List.of("v1", "v2", "v3");
    private static final List<Hearer> HEARERS = List.of(
            new Hearer("all", EnumSet.allOf(EventType.class), true, null),
            new Hearer("all-but-a", EnumSet.allOf(EventType.class), true, "a"),
            new Hearer("all-without-old", EnumSet.allOf(EventType.class), false, null),
            new Hearer("created", EnumSet.of(EventType.CREATED), true, null),
            new Hearer("updated", EnumSet.of(EventType.UPDATED), true, "b"),
            new Hearer("removed", EnumSet.of(EventType.REMOVED), false, null),
            new Hearer("expired", EnumSet.of(EventType.EXPIRED), true, null));
    private static final List<Script> SCRIPTS = List.of(
            Script.of(),
            Script.of(GET),
            Script.of(GET, GET),
            Script.of(EXISTS),
            Script.of(SET),
            Script.of(SET, GET),
            Script.of(SET, EXISTS),
            Script.of(SET, SET),
            Script.of(GET, SET),
            Script.of(EXISTS, SET),
            Script.of(REMOVE),
            Script.of(REMOVE, REMOVE),
            Script.of(EXISTS, REMOVE),
            Script.of(REMOVE, EXISTS),
            Script.of(REMOVE, GET),
            Script.of(REMOVE, SET),
            Script.of(REMOVE, SET, GET),
            Script.of(SET, REMOVE),
            Script.of(SET_NULL),
            Script.of(FAIL),
            Script.of(GET, FAIL),
            Script.of(SET, FAIL),
            Script.of(REMOVE, FAIL),
            Script.of(SET, FAIL_AS_CACHE),
            Script.of(SET, FAIL_AS_PROCESSOR));
    private static final List<Script> READ_AND_REMOVED = List.of(
            Script.of(GET, REMOVE),
            Script.of(GET, SET, REMOVE),
            Script.of(GET, REMOVE, SET),
            Script.of(GET, REMOVE, GET));

    private final Random random;
    private final CacheSpec spec;
    private Expiry expiry;

    private Histories(long seed, boolean byValue) {
        this.random = new Random(seed);
        this.spec = spec(byValue);
        this.expiry = spec.expiry();
    }

    /** The history of a seed. */
    static History of(long seed, boolean byValue) {
        Histories histories = new Histories(seed, byValue);
        List<Operation> operations = new ArrayList<>();
        while (operations.size() < LENGTH) {
            operations.add(histories.operation());
        }
        operations.add(new Operation.Close());
        for (int i = 0; i < AFTER_CLOSE; i++) {
            operations.add(histories.afterClose());
        }
        return new History(seed, histories.spec, operations);
    }

    private CacheSpec spec(boolean byValue) {
        boolean loader = chance(60);
        boolean readThrough = loader && chance(70);
        boolean writeThrough = chance(40);
        List<Hearer> hearers = new ArrayList<>();
        for (int i = random.nextInt(4); i > 1; i--) {
            Hearer hearer = pick(HEARERS);
            if (!hearers.contains(hearer)) {
                hearers.add(hearer);
            }
        }
        return new CacheSpec(byValue, loader, readThrough, writeThrough, expiry(readThrough), hearers);
    }

    private Expiry expiry(boolean readThrough) {
        Kind kind = chance(25) ? Kind.CUSTOM : pick(List.of(Kind.values()));
        if (kind != Kind.CUSTOM) {
            return Expiry.of(kind, chance(15) ? Term.ZERO : chance(50) ? Term.SHORT : Term.LONG);
        }
        return custom(readThrough);
    }

    private Expiry custom(boolean readThrough) {
        Term creation = term();
        boolean failing = creation == Term.UNCHANGED || creation == Term.FAILS;
        return new Expiry(Kind.CUSTOM, (readThrough && failing) || chance(50) ? Term.SHORT : creation, term(), term());
    }

    private Term term() {
        return pick(List.of(Term.values()));
    }

    private Operation operation() {
        if (expiry.kind() == Kind.CUSTOM && chance(5)) {
            expiry = custom(spec.readThrough());
            return new Operation.ExpireBy(expiry);
        }
        int choice = random.nextInt(100);
        if (choice < 60) {
            return onOneKey();
        } else if (choice < 80) {
            return onManyKeys();
        } else if (choice < 94) {
            return aroundKeys();
        }
        return refused();
    }

    private Operation onOneKey() {
        String key = pick(KEYS);
        return switch (random.nextInt(14)) {
            case 0 -> new Operation.Get(key);
            case 1 -> new Operation.ContainsKey(key);
            case 2, 3 -> new Operation.Put(key, value());
            case 4 -> new Operation.GetAndPut(key, value());
            case 5 -> new Operation.PutIfAbsent(key, value());
            case 6 -> new Operation.Remove(key);
            case 7 -> new Operation.RemoveEqual(key, value());
            case 8 -> new Operation.GetAndRemove(key);
            case 9 -> new Operation.Replace(key, value());
            case 10 -> new Operation.ReplaceEqual(key, value(), value());
            case 11 -> new Operation.GetAndReplace(key, value());
            default -> new Operation.Invoke(key, script(), value());
        };
    }

    private Operation onManyKeys() {
        return switch (random.nextInt(10)) {
            case 0, 1 -> new Operation.GetAll(keys());
            case 2, 3 -> new Operation.PutAll(entries());
            case 4 -> new Operation.RemoveKeys(keys());
            case 5 -> chance(60) ? new Operation.RemoveAll() : new Operation.Clear();
            case 6, 7 -> new Operation.InvokeAll(keys(), script(), value());
            case 8 -> new Operation.Iterate(expiry.access() == Term.ZERO ? List.of() : keys());
            default -> new Operation.LoadAll(keys(), random.nextBoolean());
        };
    }

    private Operation aroundKeys() {
        return switch (random.nextInt(9)) {
            case 0, 1 -> new Operation.Advance(1 + random.nextInt(12));
            case 2 -> new Operation.Advance(1000);
            case 3, 4, 5 -> new Operation.AdvanceToDeadline(pick(KEYS), random.nextInt(3) - 1);
            case 6 -> new Operation.Register(pick(HEARERS));
            case 7 -> new Operation.Deregister(pick(HEARERS));
            default -> new Operation.Fail(new Journal.Faults(someFailing(), someFailing(), random.nextBoolean()));
        };
    }

    private Operation refused() {
        List<String> nullFirst = new ArrayList<>();
        nullFirst.add(null);
        nullFirst.add("a");
        Map<String, String> nullValue = new LinkedHashMap<>();
        nullValue.put("a", "v1");
        nullValue.put("b", null);
        return switch (random.nextInt(20)) {
            case 0 -> new Operation.Get(null);
            case 1 -> new Operation.ContainsKey(null);
            case 2 -> new Operation.Put(null, "v1");
            case 3 -> new Operation.Put("a", null);
            case 4 -> new Operation.GetAndPut("a", null);
            case 5 -> new Operation.PutIfAbsent("a", null);
            case 6 -> new Operation.Remove(null);
            case 7 -> new Operation.RemoveEqual("a", null);
            case 8 -> new Operation.GetAndRemove(null);
            case 9 -> new Operation.Replace("a", null);
            case 10 -> new Operation.ReplaceEqual("a", null, "v1");
            case 11 -> new Operation.GetAndReplace("a", null);
            case 12 -> new Operation.GetAll(chance(50) ? null : nullFirst);
            case 13 -> new Operation.PutAll(chance(50) ? null : nullValue);
            case 14 -> new Operation.RemoveKeys(chance(50) ? null : nullFirst);
            case 15 -> new Operation.InvokeAll(chance(50) ? null : nullFirst, script(), value());
            case 16 -> new Operation.LoadAll(chance(50) ? null : nullFirst, random.nextBoolean());
            case 17 -> new Operation.ReplaceEqual("a", "v1", null);
            default -> new Operation.Mistyped(pick(List.of(Operation.Mistyped.Call.values())));
        };
    }

    private Operation afterClose() {
        Operation operation = chance(60) ? onOneKey() : onManyKeys();
        return operation instanceof Operation.InvokeAll ? new Operation.Register(pick(HEARERS)) : operation;
    }

    private Script script() {
        return chance(15) ? pick(READ_AND_REMOVED) : pick(SCRIPTS);
    }

    private String value() {
        return pick(VALUES);
    }

    private List<String> keys() {
        Set<String> keys = new TreeSet<>();
        for (int i = random.nextInt(4); i >= 0; i--) {
            keys.add(pick(KEYS));
        }
        return chance(5) ? List.of() : List.copyOf(keys);
    }

    private Map<String, String> entries() {
        Map<String, String> entries = new LinkedHashMap<>();
        keys().forEach(key -> entries.put(key, value()));
        return entries;
    }

    private Set<String> someFailing() {
        return chance(50) ? Set.of() : Set.of(pick(KEYS));
    }

    private boolean chance(int percent) {
        return random.nextInt(100) < percent;
    }

    private <T> T pick(List<T> list) {
        return list.get(random.nextInt(list.size()));
    }
}
