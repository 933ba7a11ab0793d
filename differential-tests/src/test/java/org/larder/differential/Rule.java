package org.larder.differential;

import java.util.List;
import java.util.Locale;
import javax.cache.CacheException;
import javax.cache.event.EventType;
import javax.cache.integration.CacheLoaderException;
import javax.cache.integration.CacheWriterException;
import javax.cache.processor.EntryProcessorException;
import org.jspecify.annotations.Nullable;
import org.larder.differential.Operation.Get;
import org.larder.differential.Operation.Invoke;
import org.larder.differential.Operation.Iterate;
import org.larder.differential.Operation.Iterated;
import org.larder.differential.Operation.LoadAll;
import org.larder.differential.Operation.PutIfAbsent;
import org.larder.differential.Oracle.Held;
import org.larder.differential.Script.Step;

/**
 * One difference between Larder and Caffeine that is meant to be. A rule turns what Caffeine did, in exactly the case
 * that it is about, into what Larder must do, and has Caffeine hold the entry that Larder must now hold. The table in
 * {@code docs/conformance.md} has one row for each, in other words.
 *
 * <p>They are applied in the order in which they are declared.
 */
enum Rule {
    /** Listeners that did not ask for old values get none; Caffeine gives them to all. Applied by {@link Oracle}. */
    OLD_VALUE_NOT_ASKED_FOR {
        @Override
        boolean correct(Verdict verdict) {
            return false;
        }
    },
    /** Keys and values of another type than configured are refused; Caffeine takes them, and so is not asked. */
    TYPE_CHECKED {
        @Override
        boolean correct(Verdict verdict) {
            if (!(verdict.operation() instanceof Operation.Mistyped)) {
                return false;
            }
            verdict.expected().failure = Failure.of(ClassCastException.class, null);
            return true;
        }
    },
    /** {@code exists()} of a processor's entry neither reads nor loads it; with Caffeine it does, and is not called. */
    EXISTS_IS_NO_READ {
        @Override
        boolean correct(Verdict verdict) {
            return verdict.operation() instanceof Invoke invoke
                    && invoke.key() != null
                    && invoke.script() != null
                    && invoke.script().has(Step.EXISTS);
        }
    },
    /** An expired entry that a processor replaces or removes expires first; Caffeine tells of its removal, or nothing. */
    EXPIRED_BEFORE_PROCESSOR {
        @Override
        boolean correct(Verdict verdict) {
            if (!(verdict.operation() instanceof Invoke invoke) || !verdict.wasExpired(invoke.key())) {
                return false;
            }
            Change expired = Change.expired(
                    invoke.key(), verdict.before().get(invoke.key()).value());
            Change created = verdict.change(EventType.CREATED, invoke.key());
            Change removed = verdict.change(EventType.REMOVED, invoke.key());
            if (created != null) {
                verdict.replace(created, List.of(expired, created));
            } else if (removed != null) {
                verdict.replace(removed, List.of(expired));
            }
            return created != null || removed != null;
        }
    },
    /** A processor that removes what it has just read through leaves all as it was; Caffeine has it deleted. */
    LOADED_AND_REMOVED_IS_NOTHING {
        @Override
        boolean correct(Verdict verdict) {
            if (!(verdict.operation() instanceof Invoke invoke)
                    || verdict.wasAlive(invoke.key())
                    || !verdict.expected().loads.equals(List.of("load " + invoke.key()))
                    || Journal.NEVER_LOADED.equals(invoke.key())
                    || !verdict.expected().writes.remove("delete " + invoke.key())) {
                return false;
            }
            if (verdict.expected().failure != null) { // of a writer that Larder does not call
                Held held = verdict.before().get(invoke.key());
                if (held != null) {
                    verdict.expected().changes.add(Change.expired(invoke.key(), held.value()));
                    verdict.oracle().hold(invoke.key(), null);
                }
                verdict.expected().failure = null;
                verdict.expected().result = verdict.oracle().side().journal().processed();
                verdict.count(0, 0, 0, -verdict.expected().counts.removals());
            }
            return true;
        }
    },
    /** A processor that removes an entry that is not there removes nothing; Caffeine counts a removal. */
    PROCESSOR_REMOVED_NOTHING {
        @Override
        boolean correct(Verdict verdict) {
            boolean nothing = verdict.operation() instanceof Invoke invoke
                    && !verdict.wasAlive(invoke.key())
                    && verdict.expected().counts.removals() == 1;
            if (nothing) {
                verdict.count(0, 0, 0, -1);
            }
            return nothing;
        }
    },
    /** What a processor reads through is no put; Caffeine counts one. */
    PROCESSOR_LOAD_IS_NO_PUT {
        @Override
        boolean correct(Verdict verdict) {
            boolean load = verdict.operation() instanceof Invoke invoke
                    && !verdict.wasAlive(invoke.key())
                    && !invoke.script().has(Step.SET)
                    && verdict.expected().counts.puts() == 1;
            if (load) {
                verdict.count(0, 0, -1, 0);
            }
            return load;
        }
    },
    /** A processor whose writer fails changes nothing; Caffeine counts the put or the removal. */
    FAILED_PROCESSOR_WRITE {
        @Override
        boolean correct(Verdict verdict) {
            Counts counts = verdict.expected().counts;
            boolean counted = verdict.operation() instanceof Invoke
                    && verdict.expected().failure != null
                    && counts.puts() + counts.removals() > 0;
            if (counted) {
                verdict.count(0, 0, -counts.puts(), -counts.removals());
            }
            return counted;
        }
    },
    /** An exception of a cache, its loader or writer leaves a processor as it is; Caffeine wraps it. */
    CACHE_EXCEPTION_FROM_PROCESSOR {
        @Override
        boolean correct(Verdict verdict) {
            Failure failure = verdict.expected().failure;
            if (!(verdict.operation() instanceof Invoke) || failure == null || failure.cause() == null) {
                return false;
            }
            Failure inner = withoutProcessor(
                    failure.cause(), verdict.oracle().side().journal().failsAsCache());
            if (!failure.is(EntryProcessorException.class) || inner == null) {
                return false;
            }
            verdict.expected().failure = inner;
            return true;
        }
    },
    /** A processor that removes a live entry and sets it again has updated it; Caffeine tells of a creation. */
    REMOVED_AND_SET_IS_AN_UPDATE {
        @Override
        boolean correct(Verdict verdict) {
            if (!(verdict.operation() instanceof Invoke invoke) || !verdict.wasAlive(invoke.key())) {
                return false;
            }
            Change created = verdict.change(EventType.CREATED, invoke.key());
            if (created == null || created.value() == null) {
                return false;
            }
            Held old = verdict.before().get(invoke.key());
            verdict.replace(created, List.of(Change.updated(invoke.key(), old.value(), created.value())));
            verdict.oracle()
                    .hold(
                            invoke.key(),
                            new Held(
                                    created.value(),
                                    verdict.expiry()
                                            .update()
                                            .deadline(verdict.oracle().nowMillis(), old.deadlineMillis())));
            return true;
        }
    },
    /** What expires on creation never was; Caffeine tells of its creation or expiry and at times keeps or counts it. */
    EXPIRED_ON_CREATION {
        @Override
        boolean correct(Verdict verdict) {
            boolean corrected = false;
            for (String key : verdict.changedKeys()) {
                List<Change> changes = verdict.changesOf(key);
                int told = verdict.wasExpired(key) ? 1 : 0;
                if (verdict.expiry().creation() == Expiry.Term.ZERO
                        && !verdict.wasAlive(key)
                        && changes.size() > told) {
                    verdict.replace(changes.get(told), List.of());
                    verdict.oracle().hold(key, null);
                    if (verdict.operation() instanceof PutIfAbsent || verdict.operation() instanceof Invoke) {
                        verdict.count(0, 0, -verdict.expected().counts.puts(), 0);
                    }
                    corrected = true;
                }
            }
            return corrected;
        }
    },
    /** What expires on update was updated; Caffeine tells of an expiry, counts no put and forgets it at once. */
    EXPIRED_ON_UPDATE {
        @Override
        boolean correct(Verdict verdict) {
            boolean corrected = false;
            for (String key : verdict.changedKeys()) {
                Change expired = verdict.change(EventType.EXPIRED, key);
                if (verdict.wasAlive(key) && expired != null && expired.value() != null) {
                    verdict.replace(
                            expired,
                            List.of(Change.updated(
                                    key, verdict.before().get(key).value(), expired.value())));
                    verdict.oracle().hold(key, new Held(expired.value(), 0));
                    verdict.count(0, 0, verdict.operation() instanceof LoadAll ? 0 : 1, 0);
                    corrected = true;
                }
            }
            return corrected;
        }
    },
    /** A {@code get} that loads creates; with Caffeine it also accesses, which may move the deadline. */
    LOAD_IS_NO_ACCESS {
        @Override
        boolean correct(Verdict verdict) {
            if (!(verdict.operation() instanceof Get get) || verdict.change(EventType.CREATED, get.key()) == null) {
                return false;
            }
            Held held = verdict.oracle().held().get(get.key());
            long deadlineMillis =
                    verdict.expiry().creation().deadline(verdict.oracle().nowMillis(), 0);
            if (held == null || held.deadlineMillis() == deadlineMillis) {
                return false;
            }
            verdict.oracle().hold(get.key(), new Held(held.value(), deadlineMillis));
            return true;
        }
    },
    /** A look-up whose loader or writer fails is counted; by Caffeine it is not. */
    FAILED_LOOKUP_COUNTS {
        @Override
        boolean correct(Verdict verdict) {
            Failure failure = verdict.expected().failure;
            String key = lookedUp(verdict.operation());
            if (key == null
                    || failure == null
                    || !(failure.is(CacheLoaderException.class) || failure.is(CacheWriterException.class))) {
                return false;
            }
            boolean hit = verdict.wasAlive(key);
            verdict.count(hit ? 1 : 0, hit ? 0 : 1, 0, 0);
            return true;
        }
    },
    /** An expired entry stays if the loader or writer fails, and expires later; with Caffeine it does at once. */
    FAILURE_LEAVES_EXPIRED_ENTRY {
        @Override
        boolean correct(Verdict verdict) {
            String key = verdict.operation() instanceof Get get
                    ? get.key()
                    : verdict.operation() instanceof PutIfAbsent put ? put.key() : null;
            Change expired = verdict.change(EventType.EXPIRED, key);
            if (key == null || verdict.expected().failure == null || expired == null) {
                return false;
            }
            verdict.replace(expired, List.of());
            verdict.oracle().hold(key, verdict.before().get(key));
            return true;
        }
    },
    /** Each entry that an iterator gives is a hit, and removing it is none; with Caffeine it is the other way round. */
    ITERATION_HITS {
        @Override
        boolean correct(Verdict verdict) {
            if (!(verdict.operation() instanceof Iterate)
                    || !(verdict.expected().result instanceof Iterated iterated)
                    || iterated.seen().isEmpty()) {
                return false;
            }
            Counts counts = verdict.expected().counts;
            verdict.count(iterated.seen().size() - counts.removals(), 0, 0, 0);
            return true;
        }
    },
    /** {@code loadAll} looks nothing up; Caffeine counts hits and misses if there is read-through. */
    LOAD_ALL_IS_NO_LOOKUP {
        @Override
        boolean correct(Verdict verdict) {
            Counts counts = verdict.expected().counts;
            if (!(verdict.operation() instanceof LoadAll) || counts.hits() + counts.misses() == 0) {
                return false;
            }
            verdict.count(-counts.hits(), -counts.misses(), 0, 0);
            return true;
        }
    },
    /** A loader is not asked for nothing; Caffeine asks it. */
    NOTHING_TO_LOAD {
        @Override
        boolean correct(Verdict verdict) {
            return verdict.expected().loads.remove("loadAll []");
        }
    },
    /** {@code loadAll} reports a {@code CacheLoaderException}; Caffeine, with read-through, what the loader threw. */
    LOAD_ALL_WRAPS {
        @Override
        boolean correct(Verdict verdict) {
            if (!(verdict.operation() instanceof LoadAll)
                    || !(verdict.expected().result instanceof Failure failure)
                    || !failure.is(Journal.LoaderFailure.class)) {
                return false;
            }
            verdict.expected().result = Failure.of(CacheLoaderException.class, failure.type());
            return true;
        }
    };

    /**
     * Corrects what Caffeine did if this rule is about it.
     *
     * @return whether it was
     */
    abstract boolean correct(Verdict verdict);

    /** What the table in the documentation calls it. */
    String id() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** The key that an operation looks up, or null if it looks none up or counts it in any case. */
    private static @Nullable String lookedUp(Operation operation) {
        if (operation instanceof Get get) {
            return get.key();
        } else if (operation instanceof Operation.GetAndPut put) {
            return put.key();
        } else if (operation instanceof PutIfAbsent put) {
            return put.key();
        } else if (operation instanceof Operation.RemoveEqual remove) {
            return remove.key();
        } else if (operation instanceof Operation.GetAndRemove remove) {
            return remove.key();
        } else if (operation instanceof Operation.Replace replace) {
            return replace.key();
        } else if (operation instanceof Operation.ReplaceEqual replace) {
            return replace.key();
        } else if (operation instanceof Operation.GetAndReplace replace) {
            return replace.key();
        }
        return null;
    }

    /** What Larder throws where Caffeine's processor exception has a cause of this type; null for that exception. */
    static @Nullable Failure withoutProcessor(String cause, boolean ofTheCache) {
        if (cause.equals(Journal.LoaderFailure.class.getSimpleName())) {
            return Failure.of(CacheLoaderException.class, cause);
        } else if (cause.equals(CacheLoaderException.class.getSimpleName())) {
            return Failure.of(CacheLoaderException.class, null);
        } else if (cause.equals(CacheWriterException.class.getSimpleName())) {
            return Failure.of(
                    CacheWriterException.class, ofTheCache ? null : Journal.WriterFailure.class.getSimpleName());
        } else if (cause.equals(CacheException.class.getSimpleName())) {
            return Failure.of(CacheException.class, null);
        }
        return null;
    }
}
