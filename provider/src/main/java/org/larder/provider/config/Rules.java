package org.larder.provider.config;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import javax.cache.CacheException;
import org.jspecify.annotations.Nullable;

/** What files and properties say about the settings of caches. */
final class Rules {

    /** The value of any setting that undoes what weaker rules say. */
    static final String DEFAULT = "default";

    static final String CACHE = "cache.";
    static final String CODEC = "codec.";

    /** How strongly a source speaks, the weakest first. */
    enum Layer {
        FILE,
        MANAGER,
        DOMAIN
    }

    /**
     * One of them.
     *
     * @param change what it does, or null if the default is to hold
     */
    record Rule(
            Layer layer, NamePattern pattern, Setting setting, Property property, Setting.@Nullable Change change) {}

    private static final Comparator<Rule> STRENGTH = Comparator.comparing(Rule::layer)
            .thenComparingInt(rule -> rule.pattern().specificity());

    private final List<Rule> ofPatterns = new ArrayList<>();

    /** By name: a file may declare so many caches that nobody should look through all for each. */
    private final SortedMap<String, List<Rule>> ofNames = new TreeMap<>();

    private final SortedMap<String, CodecRule> codecs = new TreeMap<>();

    /** What is said of a type: by a file, or by the properties of the manager. */
    private record CodecRule(Layer layer, Property property) {}

    /**
     * Adds a codec by type, {@code codec.<type>}. That of the stronger layer holds.
     *
     * @throws IllegalArgumentException if its key or value is malformed, or the layer has one for the type already; says
     *     what is legal
     */
    void addCodec(Layer layer, Property property) {
        String type = Values.typeName(property.key().substring(CODEC.length()));
        if (!property.value().equals(DEFAULT)) {
            Values.className(property.value());
        }
        CodecRule before = codecs.get(type);
        if (before != null && before.layer == layer) {
            throw new IllegalArgumentException(
                    "the key is in %s already; delete one of them".formatted(before.property));
        }
        codecs.put(type, new CodecRule(layer, property));
    }

    /** The codecs by type, in the order of their types. */
    List<Property> codecs() {
        return codecs.values().stream()
                .map(CodecRule::property)
                .filter(property -> !property.value().equals(DEFAULT))
                .toList();
    }

    /**
     * Adds what a property says: {@code cache.<name or pattern>.<setting>}.
     *
     * @throws IllegalArgumentException if its key or value is malformed; says what is legal
     */
    void add(Layer layer, Property property) {
        String about = property.key().substring(CACHE.length());
        int dot = about.lastIndexOf('.');
        if (dot <= 0) {
            throw new IllegalArgumentException(
                    "the key names a cache or a setting, not both; write cache.<name or pattern>.<setting>");
        }
        Setting setting = Setting.named(about.substring(dot + 1));
        if (setting == null) {
            String name = about.substring(dot + 1);
            throw new IllegalArgumentException("there is no setting '%s'%s; the settings are %s"
                    .formatted(
                            name, Suggestions.didYouMean(name, Setting.names()), String.join(", ", Setting.names())));
        }
        Setting.Change change =
                property.value().equals(DEFAULT) ? null : setting.reading().read(property.value());
        NamePattern pattern = new NamePattern(about.substring(0, dot));
        List<Rule> rules =
                pattern.isName() ? ofNames.computeIfAbsent(pattern.text(), name -> new ArrayList<>()) : ofPatterns;
        rules.add(new Rule(layer, pattern, setting, property, change));
    }

    /** The names of the caches that are spoken of by their name. */
    SortedSet<String> declaredNames() {
        return new TreeSet<>(ofNames.keySet());
    }

    /**
     * The rule that holds for a setting of a cache, or null if there is none: of the strongest layer that has one, the
     * one whose pattern says most about the name.
     *
     * @throws CacheException if two that say different things are equally strong
     */
    @Nullable
    Rule find(String cacheName, Setting setting) {
        List<Rule> matching = Stream.concat(ofNames.getOrDefault(cacheName, List.of()).stream(), ofPatterns.stream())
                .filter(rule -> rule.setting.equals(setting) && rule.pattern.matches(cacheName))
                .sorted(STRENGTH.reversed())
                .toList();
        if (matching.isEmpty()) {
            return null;
        }
        Rule best = matching.get(0);
        for (Rule other : matching) {
            if (STRENGTH.compare(other, best) == 0 && !other.property.value().equals(best.property.value())) {
                throw new CacheException(
                        "cache '%s': %s is '%s' in %s and '%s' in %s, and neither pattern says more about the name; give the cache a line of its own"
                                .formatted(
                                        cacheName,
                                        setting.name(),
                                        best.property.value(),
                                        best.property,
                                        other.property.value(),
                                        other.property));
            }
        }
        return best;
    }
}
