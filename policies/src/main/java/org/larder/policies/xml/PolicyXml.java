package org.larder.policies.xml;

import static java.util.Objects.requireNonNull;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.larder.expiry.ExpiryDate;
import org.larder.expiry.ExpirySettings;
import org.larder.expiry.TimeOfDay;
import org.larder.expiry.TimeToLive;
import org.larder.policies.CacheContext;
import org.larder.policies.CacheKey;
import org.larder.policies.CachePolicy;
import org.larder.policies.FlowText;
import org.larder.policies.InvalidateCache;
import org.larder.policies.LookupCache;
import org.larder.policies.PolicyBuilder;
import org.larder.policies.PolicyConfigurationException;
import org.larder.policies.PopulateCache;
import org.larder.policies.Scope;

/**
 * Policies from documents in XML: one policy to a document, whose root is {@code PopulateCache}, {@code LookupCache} or
 * {@code InvalidateCache}.
 *
 * <p>Empty elements and empty references are as if they were not there. What is not known, or stands twice, is an error.
 * Errors name document, line, column and element, show the text, and say what is expected. Document types and entities are
 * refused, and so are documents of more than {@value #MAX_BYTES} bytes.
 *
 * @since 0.1
 */
public final class PolicyXml {

    /** The bytes of the longest document. */
    public static final int MAX_BYTES = 65_536;

    /** What a text begins with that was read from a file which says so that it is in UTF-8. */
    private static final String BYTE_ORDER_MARK = "\ufeff";

    /** Negative ones have an error of their own. */
    private static final Pattern WHOLE_NUMBER = Pattern.compile("-?[0-9]+");

    private static final Set<String> ATTRIBUTES = Set.of("name", "continueOnError", "enabled", "async");

    private PolicyXml() {}

    /**
     * Reads a policy from a file.
     *
     * @throws PolicyConfigurationException if there is no policy in it
     * @throws IOException if it cannot be read
     */
    public static CachePolicy read(Path file) throws IOException {
        try (InputStream in = Files.newInputStream(file)) {
            return read(String.valueOf(file.getFileName()), in);
        }
    }

    /**
     * Reads a policy from a stream.
     *
     * @param document the name of the document, for messages
     * @param in the document in any encoding that it declares, UTF-8 otherwise; the caller closes it
     * @throws PolicyConfigurationException if there is no policy in it
     * @throws IOException if it cannot be read
     */
    public static CachePolicy read(String document, InputStream in) throws IOException {
        requireNonNull(document, "the name of the document must not be null");
        byte[] bytes = in.readNBytes(MAX_BYTES + 1);
        requireNotLong(document, bytes);
        return policy(XmlTree.read(document, bytes));
    }

    /**
     * Reads a policy from a text. The encoding that it may declare, of the bytes that it came from, does not count.
     *
     * @throws PolicyConfigurationException if there is no policy in it
     */
    public static CachePolicy parse(String text) {
        requireNotLong("policy", text.getBytes(StandardCharsets.UTF_8));
        return policy(XmlTree.read("policy", text.startsWith(BYTE_ORDER_MARK) ? text.substring(1) : text));
    }

    private static void requireNotLong(String document, byte[] bytes) {
        if (bytes.length > MAX_BYTES) {
            throw new PolicyConfigurationException(
                    "%s has more than %,d bytes, and no policy needs that; is it the right document?"
                            .formatted(document, MAX_BYTES));
        }
    }

    private static CachePolicy policy(XmlElement root) {
        return switch (root.name()) {
            case "PopulateCache" -> populate(root);
            case "LookupCache" -> lookup(root);
            case "InvalidateCache" -> invalidate(root);
            default -> throw root.error("is no policy; write PopulateCache, LookupCache or InvalidateCache");
        };
    }

    private static CachePolicy populate(XmlElement root) {
        requireElements(root, "ExpirySettings", "Source");
        PopulateCache.Builder builder = common(root, PopulateCache::builder);
        XmlElement expiry = root.child("ExpirySettings");
        if (expiry != null) {
            builder.expirySettings(expirySettings(expiry));
        }
        XmlElement source = root.filledLeaf("Source");
        if (source != null) {
            builder.source(source.text());
        }
        return root.at(builder::build);
    }

    private static CachePolicy lookup(XmlElement root) {
        requireElements(root, "AssignTo", "CacheLookupTimeoutInSeconds");
        LookupCache.Builder builder = common(root, LookupCache::builder);
        XmlElement timeout = root.filledLeaf("CacheLookupTimeoutInSeconds");
        if (timeout != null) {
            timeout.at(() -> builder.cacheLookupTimeoutInSeconds(seconds(timeout)));
        }
        XmlElement assignTo = root.filledLeaf("AssignTo");
        if (assignTo != null) {
            builder.assignTo(assignTo.text());
        }
        return root.at(builder::build);
    }

    private static CachePolicy invalidate(XmlElement root) {
        requireElements(root, "CacheContext", "PurgeChildEntries");
        InvalidateCache.Builder builder = common(root, InvalidateCache::builder);
        XmlElement context = root.child("CacheContext");
        if (context != null) {
            context.requireOnly(Set.of(), Set.of("APIProxyName", "ProxyName", "TargetName"), Set.of());
            builder.cacheContext(new CacheContext(
                    flowText(context, "APIProxyName"),
                    flowText(context, "ProxyName"),
                    flowText(context, "TargetName")));
        }
        XmlElement purge = root.filledLeaf("PurgeChildEntries");
        if (purge != null) {
            builder.purgeChildEntries(purge.flag());
        }
        return root.at(builder::build);
    }

    private static void requireElements(XmlElement root, String first, String second) {
        root.requireOnly(
                ATTRIBUTES,
                Set.of("DisplayName", "Properties", "CacheKey", "CacheResource", "Scope", first, second),
                Set.of());
    }

    /** What all policies have. */
    private static <B extends PolicyBuilder<B>> B common(XmlElement root, Function<String, B> start) {
        String name = root.attributes().get("name");
        if (name == null) {
            throw root.error("has no attribute 'name', which is required; give it one");
        }
        B builder = root.at(() -> start.apply(name))
                .enabled(root.flag("enabled", true))
                .continueOnError(root.flag("continueOnError", false))
                .async(root.flag("async", false));
        XmlElement displayName = root.filledLeaf("DisplayName");
        if (displayName != null) {
            builder.displayName(displayName.text());
        }
        requireProperties(root.child("Properties"));
        XmlElement key = root.child("CacheKey");
        if (key != null) {
            builder.cacheKey(cacheKey(key));
        }
        XmlElement resource = root.filledLeaf("CacheResource");
        if (resource != null) {
            resource.at(() -> builder.cacheResource(resource.text()));
        }
        XmlElement scope = root.filledLeaf("Scope");
        if (scope != null) {
            builder.scope(scope.at(() -> Scope.named(scope.text())));
        }
        return builder;
    }

    /** They mean nothing to these policies. */
    private static void requireProperties(@Nullable XmlElement properties) {
        if (properties != null) {
            properties.requireOnly(Set.of(), Set.of("Property"), Set.of("Property"));
        }
    }

    private static CacheKey cacheKey(XmlElement element) {
        element.requireOnly(Set.of(), Set.of("Prefix", "KeyFragment"), Set.of("KeyFragment"));
        CacheKey.Builder key = CacheKey.builder();
        XmlElement prefix = element.filledLeaf("Prefix");
        if (prefix != null) {
            key.prefix(prefix.text());
        }
        for (XmlElement fragment : element.children()) {
            if (fragment.name().equals("KeyFragment")) {
                fragment.requireOnly(Set.of("ref", "type"), Set.of(), Set.of());
                FlowText text = flowText(fragment);
                if (text != null) {
                    fragment.at(() -> key.fragment(text));
                }
            }
        }
        return key.build();
    }

    private static ExpirySettings.Builder expirySettings(XmlElement element) {
        element.requireOnly(Set.of(), Set.of("TimeoutInSeconds", "TimeoutInSec", "ExpiryDate", "TimeOfDay"), Set.of());
        FlowText timeout = checked(element, "TimeoutInSeconds", TimeToLive::parse);
        FlowText oldTimeout = checked(element, "TimeoutInSec", TimeToLive::parse);
        FlowText date = checked(element, "ExpiryDate", ExpiryDate::parse);
        FlowText time = checked(element, "TimeOfDay", TimeOfDay::parse);
        if (timeout == null && oldTimeout == null && date == null && time == null) {
            throw element.error("says nothing; write one of TimeoutInSeconds, ExpiryDate and TimeOfDay into it");
        }
        if (oldTimeout != null && oldTimeout.reference() != null) {
            throw element.error("TimeoutInSec is deprecated and takes no ref, such as \"%s\"; write TimeoutInSeconds"
                    .formatted(oldTimeout.reference()));
        }
        return ExpirySettings.builder()
                .timeoutInSeconds(literal(timeout))
                .timeoutInSecondsRef(reference(timeout))
                .timeoutInSec(literal(oldTimeout))
                .expiryDate(literal(date))
                .expiryDateRef(reference(date))
                .timeOfDay(literal(time))
                .timeOfDayRef(reference(time));
    }

    /** A text whose literal is checked here, where its place is known. */
    private static @Nullable FlowText checked(XmlElement parent, String name, Function<String, ?> parser) {
        FlowText text = flowText(parent, name);
        XmlElement child = parent.child(name);
        if (text != null && text.literal() != null && child != null) {
            child.at(() -> parser.apply(child.text()));
        }
        return text;
    }

    private static @Nullable FlowText flowText(XmlElement parent, String name) {
        XmlElement child = parent.leaf(name, "ref");
        return child == null ? null : flowText(child);
    }

    private static @Nullable FlowText flowText(XmlElement element) {
        String reference = element.attribute("ref");
        return element.text().isEmpty() && reference == null ? null : new FlowText(element.text(), reference);
    }

    private static @Nullable String literal(@Nullable FlowText text) {
        return text == null ? null : text.literal();
    }

    private static @Nullable String reference(@Nullable FlowText text) {
        return text == null ? null : text.reference();
    }

    private static int seconds(XmlElement element) {
        try {
            if (!WHOLE_NUMBER.matcher(element.text()).matches()) {
                throw new NumberFormatException("other characters than digits");
            }
            return Integer.parseInt(element.text());
        } catch (NumberFormatException e) {
            throw new PolicyConfigurationException(
                    null,
                    "'%s' is no number of seconds; write a whole number from 1 on, such as 12"
                            .formatted(element.text()),
                    e);
        }
    }
}
