package org.larder.expiry;

import static java.util.Objects.requireNonNull;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * When an entry expires, as a document says it: by {@code TimeoutInSeconds}, {@code ExpiryDate} or {@code TimeOfDay},
 * each as a literal, as a reference to a variable that is resolved when an entry is written, or as both.
 *
 * <pre>{@code
 * var settings = ExpirySettings.builder()
 *         .timeoutInSeconds("300")
 *         .timeoutInSecondsRef("request.queryparam.ttl")
 *         .build();
 * Instant end = settings.expiresAt(now, variables::get);
 * }</pre>
 *
 * <p>If several are given, the first of that order counts. A reference goes before the literal beside it. Where the
 * variable is unset or blank the literal counts; where it holds nonsense the literal counts too, and a warning is logged,
 * once for each reference of this object. An element that has no literal and gets nothing from its reference is passed
 * over.
 *
 * <p>All times are UTC. Without {@link Builder#maximum} a date that is past means that the entry is expired from the start.
 *
 * <p>Immutable and thread-safe.
 *
 * @since 0.1
 */
public final class ExpirySettings {

    private static final Logger LOG = System.getLogger(ExpirySettings.class.getName());

    private static final Pattern CONTROL = Pattern.compile("[\\p{Cntrl}\\u2028\\u2029]");
    private static final int MAX_SAID = 500;

    private final String owner;
    private final List<ExpiryElement> elements;
    private final @Nullable TimeToLive maximum;
    private final Set<String> warned = ConcurrentHashMap.newKeySet();

    private ExpirySettings(String owner, List<ExpiryElement> elements, @Nullable TimeToLive maximum) {
        this.owner = owner;
        this.elements = elements;
        this.maximum = maximum;
    }

    /** Starts settings in which nothing is given yet. */
    public static Builder builder() {
        return new Builder();
    }

    /**
     * Returns when an entry expires.
     *
     * @param now when the entry is written
     * @param variables gives the values of references, null for a variable that is unset; called at most once for each
     *     reference, on the calling thread
     * @return an instant that may lie at {@code now} or before it, which means that the entry is expired from the start,
     *     and must not be stored; {@link Instant#MAX} if it is beyond the end of time
     * @throws IllegalStateException if no reference gives anything, there is no literal and no maximum
     */
    public Instant expiresAt(Instant now, Function<String, @Nullable String> variables) {
        requireNonNull(now, "the time must not be null");
        requireNonNull(variables, "the variables must not be null");
        for (ExpiryElement element : elements) {
            Expiry expiry = element.resolve(variables, this::warnOnce);
            if (expiry != null) {
                return limited(now, expiry);
            }
        }
        if (maximum == null) {
            throw new IllegalStateException(
                    "%s: none of the variables %s holds an expiry, and there is no literal to fall back to; set one of them, or give a literal"
                            .formatted(
                                    owner,
                                    elements.stream()
                                            .map(ExpiryElement::reference)
                                            .toList()));
        }
        return maximum.expiresAt(now);
    }

    private Instant limited(Instant now, Expiry expiry) {
        Instant end = expiry.expiresAt(now);
        if (maximum == null) {
            return end;
        }
        Instant latest = maximum.expiresAt(now);
        if (expiry instanceof ExpiryDate && !end.isAfter(now)) {
            warnOnce(
                    "past",
                    "%s is past, so that an entry lives as long as the maximum of %d s"
                            .formatted(end, maximum.life().toSeconds()));
            return latest;
        }
        if (end.isAfter(latest)) {
            warnOnce(
                    "long",
                    "a life until %s is longer than the maximum of %d s, which holds"
                            .formatted(end, maximum.life().toSeconds()));
            return latest;
        }
        return end;
    }

    private void warnOnce(String subject, String message) {
        if (warned.add(subject)) {
            LOG.log(Level.WARNING, "{0}: {1}; said once only", owner, inOneLine(message));
        }
    }

    /** A variable may hold what a stranger sent: neither lines of its own nor a log full of it. */
    private static String inOneLine(String message) {
        String line = CONTROL.matcher(message).replaceAll(" ");
        return line.length() <= MAX_SAID ? line : line.substring(0, MAX_SAID) + "…";
    }

    /**
     * Builds {@link ExpirySettings}. Texts are stripped of white space at both ends; an empty text, and null, is as if it
     * was not given. Not thread-safe.
     *
     * @since 0.1
     */
    public static final class Builder {

        private static final String TIMEOUT = "TimeoutInSeconds";
        private static final String OLD_TIMEOUT = "TimeoutInSec";

        private String owner = "ExpirySettings";
        private @Nullable String timeout;
        private @Nullable String timeoutRef;
        private @Nullable String oldTimeout;
        private @Nullable String date;
        private @Nullable String dateRef;
        private @Nullable String time;
        private @Nullable String timeRef;
        private boolean endOfDay;
        private @Nullable TimeToLive maximum;

        private Builder() {}

        private Builder(Builder other) {
            owner = other.owner;
            timeout = other.timeout;
            timeoutRef = other.timeoutRef;
            oldTimeout = other.oldTimeout;
            date = other.date;
            dateRef = other.dateRef;
            time = other.time;
            timeRef = other.timeRef;
            endOfDay = other.endOfDay;
            maximum = other.maximum;
        }

        /** Returns a builder of its own in which the same is given. */
        public Builder copy() {
            return new Builder(this);
        }

        /** Says whose settings these are, at the beginning of errors and warnings, such as {@code policy 'Populate-1'}. */
        public Builder owner(String name) {
            owner = requireNonNull(name, "the owner must not be null");
            return this;
        }

        /** Sets how many seconds an entry lives, in the form of {@link TimeToLive#parse}; 0 for not at all. */
        public Builder timeoutInSeconds(@Nullable String literal) {
            timeout = given(literal);
            return this;
        }

        /** Sets the name of a variable that holds {@link #timeoutInSeconds}. */
        public Builder timeoutInSecondsRef(@Nullable String variable) {
            timeoutRef = given(variable);
            return this;
        }

        /**
         * Sets {@link #timeoutInSeconds} by its deprecated name, which is warned of; what goes by the new name goes
         * before.
         */
        public Builder timeoutInSec(@Nullable String literal) {
            oldTimeout = given(literal);
            return this;
        }

        /** Sets the day at the start of which entries expire, in the form of {@link ExpiryDate#parse}. */
        public Builder expiryDate(@Nullable String literal) {
            date = given(literal);
            return this;
        }

        /** Sets the name of a variable that holds {@link #expiryDate}. */
        public Builder expiryDateRef(@Nullable String variable) {
            dateRef = given(variable);
            return this;
        }

        /** Sets the time at which entries expire, in the form of {@link TimeOfDay#parse}. */
        public Builder timeOfDay(@Nullable String literal) {
            time = given(literal);
            return this;
        }

        /** Sets the name of a variable that holds {@link #timeOfDay}. */
        public Builder timeOfDayRef(@Nullable String variable) {
            timeRef = given(variable);
            return this;
        }

        /** Lets a date expire entries at the end of its day, where the next one begins, instead of at its start. */
        public Builder endOfDay() {
            endOfDay = true;
            return this;
        }

        /**
         * Sets how long an entry lives at most. Longer lives are cut; a date that is past, which at the start of a day is
         * that day too, means this maximum. Both are warned of once.
         *
         * @throws IllegalArgumentException if the maximum is zero or negative
         */
        public Builder maximum(Duration life) {
            if (requireNonNull(life, "the maximum must not be null").isNegative() || life.isZero()) {
                throw new IllegalArgumentException("the maximum must be positive, but was " + life);
            }
            maximum = TimeToLive.of(life);
            return this;
        }

        /**
         * Builds the settings. More than one of timeout, date and time is warned of.
         *
         * @throws IllegalArgumentException if a literal is malformed or negative, or nothing is given; the message names
         *     owner and element and shows text and expected form
         */
        public ExpirySettings build() {
            List<ExpiryElement> elements = new ArrayList<>();
            boolean isOld = oldTimeout != null && timeout == null;
            add(
                    elements,
                    isOld && timeoutRef == null ? OLD_TIMEOUT : TIMEOUT,
                    isOld ? oldTimeout : timeout,
                    timeoutRef,
                    TimeToLive::parse);
            add(elements, "ExpiryDate", date, dateRef, dateParser());
            add(elements, "TimeOfDay", time, timeRef, TimeOfDay::parse);
            if (elements.isEmpty()) {
                throw new IllegalArgumentException(
                        "%s: nothing says when entries expire; give one of TimeoutInSeconds, ExpiryDate and TimeOfDay"
                                .formatted(owner));
            }
            if (oldTimeout != null) {
                warn(OLD_TIMEOUT + " is deprecated; write " + TIMEOUT);
            }
            if (elements.size() > 1) {
                warn(elements.stream().map(ExpiryElement::name).collect(Collectors.joining(", "))
                        + " are given, and the first of them that has a value counts; give one");
            }
            return new ExpirySettings(owner, List.copyOf(elements), maximum);
        }

        private void add(
                List<ExpiryElement> elements,
                String name,
                @Nullable String literal,
                @Nullable String reference,
                Function<String, ? extends Expiry> parser) {
            if (literal == null && reference == null) {
                return;
            }
            try {
                elements.add(
                        new ExpiryElement(name, literal == null ? null : parser.apply(literal), reference, parser));
            } catch (IllegalArgumentException e) {
                throw new IllegalArgumentException("%s, %s: %s".formatted(owner, name, e.getMessage()), e);
            }
        }

        private Function<String, ExpiryDate> dateParser() {
            return endOfDay
                    ? text -> ExpiryDate.of(ExpiryDate.parse(text).date().plusDays(1))
                    : ExpiryDate::parse;
        }

        private void warn(String message) {
            LOG.log(Level.WARNING, "{0}: {1}", owner, message);
        }

        private static @Nullable String given(@Nullable String text) {
            return text == null || text.isBlank() ? null : text.strip();
        }
    }
}
