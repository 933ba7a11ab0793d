package org.larder.cdi.cache;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.function.Function;
import javax.cache.annotation.GeneratedCacheKey;
import org.jspecify.annotations.Nullable;
import org.larder.MethodKey;
import org.larder.annotation.CacheSettings;

/** What annotations say of the caches of an application, by name. Immutable. */
public final class CacheCatalog {

    private final Map<String, CacheDeclaration> declarations;

    private CacheCatalog(Map<String, CacheDeclaration> declarations) {
        this.declarations = declarations;
    }

    /**
     * Starts a catalog in which nothing is said yet.
     *
     * @param settings what the configuration of the application says
     * @param problems told of what cannot be
     * @param warnings told of what can be and is not likely meant
     */
    public static Builder builder(CdiSettings settings, Consumer<String> problems, Consumer<String> warnings) {
        return new Builder(settings, problems, warnings);
    }

    /** What is said of a cache, if nothing else then that. */
    CacheDeclaration of(String cacheName) {
        CacheDeclaration declared = declarations.get(cacheName);
        return declared != null
                ? declared
                : new CacheDeclaration(cacheName, Object.class, Object.class, DeclaredSettings.NONE, null, null);
    }

    /** Whether anything is said of a cache. */
    boolean knows(String cacheName) {
        return declarations.containsKey(cacheName);
    }

    Collection<CacheDeclaration> all() {
        return declarations.values();
    }

    /** Collects what is said, and tells where that does not go together. Not thread-safe. */
    public static final class Builder {
        private final Domains domains;
        private final Consumer<String> problems;
        private final Consumer<String> warnings;
        private final Map<String, Draft> drafts = new TreeMap<>();

        private Builder(CdiSettings settings, Consumer<String> problems, Consumer<String> warnings) {
            this.domains = new Domains(settings);
            this.problems = problems;
            this.warnings = warnings;
        }

        private Draft draft(String cacheName) {
            return drafts.computeIfAbsent(cacheName, name -> new Draft());
        }

        /**
         * Adds settings of a cache.
         *
         * @param place where they stand
         */
        public void settings(String cacheName, CacheSettings annotation, String place) {
            Draft draft = draft(cacheName);
            draft.settings = oneOf(cacheName, draft.settings, read(cacheName, annotation, place));
        }

        /** Adds settings of a class, for a cache that has none of its own. */
        public void settingsOfClass(String cacheName, CacheSettings annotation, String place) {
            Draft draft = draft(cacheName);
            draft.settingsOfClass = oneOf(cacheName, draft.settingsOfClass, read(cacheName, annotation, place));
        }

        private Placed read(String cacheName, CacheSettings annotation, String place) {
            return new Placed(
                    DeclaredSettings.of(
                            annotation,
                            domains,
                            problem -> problems.accept(
                                    "%s: @CacheSettings of cache '%s': %s".formatted(place, cacheName, problem))),
                    place);
        }

        private Placed oneOf(String cacheName, @Nullable Placed first, Placed second) {
            if (first != null && !first.settings.equals(second.settings)) {
                problems.accept(
                        "cache '%s': the @CacheSettings at %s and at %s say different things; let them say the same, or delete one"
                                .formatted(cacheName, first.place, second.place));
            }
            return first == null ? second : first;
        }

        /** Adds the loader of a cache. */
        public void loader(String cacheName, DeclaredLoader loader) {
            Draft draft = draft(cacheName);
            if (draft.loader != null) {
                problems.accept("cache '%s' has two loaders, %s and %s; delete one"
                        .formatted(cacheName, draft.loader.place(), loader.place()));
            } else {
                draft.loader = loader;
            }
        }

        /**
         * Adds that a method keeps results in a cache under generated keys.
         *
         * @param keyType the type of the keys
         * @param place the method
         */
        public void keyedByMethod(String cacheName, Class<? extends GeneratedCacheKey> keyType, String place) {
            Draft draft = draft(cacheName);
            if (keyType.isAssignableFrom(draft.keyedType)) { // of several methods the one that says least of its keys
                draft.keyedType = keyType;
                draft.keyedBy = place;
            }
        }

        /**
         * Adds the types that a cache is injected with.
         *
         * @param place the injection point
         */
        public void types(String cacheName, Class<?> keyType, Class<?> valueType, String place) {
            Draft draft = draft(cacheName);
            TypesSaid types = new TypesSaid(keyType, valueType, place);
            draft.types.stream()
                    .filter(other -> !other.agreesWith(types))
                    .findFirst()
                    .ifPresent(other -> problems.accept(
                            "cache '%s' is injected with different types: %s and %s; let them be the same"
                                    .formatted(cacheName, other, types)));
            draft.types.add(types);
        }

        /**
         * Adds that a cache is injected as a data cache.
         *
         * @param place the injection point
         */
        public void dataCache(String cacheName, String place) {
            draft(cacheName).dataCachePlace = place;
        }

        /**
         * Adds that the manager of a domain is injected.
         *
         * @param place the injection point
         */
        public void domain(String domain, String place) {
            try {
                domains.uri(domain);
            } catch (IllegalArgumentException e) {
                problems.accept("%s: %s".formatted(place, e.getMessage()));
            }
        }

        /** Checks what is said, and ends. */
        public CacheCatalog build() {
            Map<String, CacheDeclaration> declarations = new TreeMap<>();
            drafts.forEach((name, draft) -> {
                CacheDeclaration declaration = draft.declaration(name);
                check(declaration, draft);
                declarations.put(name, declaration);
            });
            return new CacheCatalog(declarations);
        }

        private void check(CacheDeclaration declaration, Draft draft) {
            DeclaredLoader loader = declaration.loader();
            String name = declaration.cacheName();
            if (loader != null) {
                checkSettings(declaration, loader);
                checkTypes(name, loader, draft.types);
                if (draft.keyedBy != null && !loader.keyType().isAssignableFrom(draft.keyedType)) {
                    problems.accept(
                            "cache '%s' is loaded by %s, which takes a %s, and used by %s, whose keys are made of its parameters; give one of them another cache"
                                    .formatted(
                                            name,
                                            loader.place(),
                                            loader.keyType().getName(),
                                            draft.keyedBy));
                }
            }
            if (draft.keyedBy != null) {
                checkKeys(name, draft.keyedBy, draft.types);
            }
            String shortcoming = declaration.dataCacheShortcoming();
            if (draft.dataCachePlace != null && shortcoming != null) {
                problems.accept("%s: %s".formatted(draft.dataCachePlace, shortcoming));
            }
            if (!declaration.domain().isEmpty()) {
                domain(declaration.domain(), "%s: cache '%s'".formatted(declaration.place(), name));
            }
        }

        private void checkSettings(CacheDeclaration declaration, DeclaredLoader loader) {
            DeclaredSettings settings = declaration.settings();
            if (loader.timeToLive() != null && (settings.expiry() != null || settings.eternal())) {
                problems.accept(
                        "cache '%s': both %s and the @CacheSettings at %s say how long entries live; let one say it"
                                .formatted(declaration.cacheName(), loader.place(), declaration.settingsPlace()));
            }
            if (!loader.domain().isEmpty()
                    && !settings.domain().isEmpty()
                    && !domains.complete(loader.domain()).equals(settings.domain())) {
                problems.accept("cache '%s': %s says domain '%s', and the @CacheSettings at %s '%s'; let one say it"
                        .formatted(
                                declaration.cacheName(),
                                loader.place(),
                                loader.domain(),
                                declaration.settingsPlace(),
                                settings.domain()));
            }
        }

        private void checkKeys(String name, String keyedBy, List<TypesSaid> injected) {
            injected.stream()
                    .filter(types -> !types.keyType().isAssignableFrom(GeneratedCacheKey.class)
                            && !GeneratedCacheKey.class.isAssignableFrom(types.keyType()))
                    .findFirst()
                    .ifPresent(types -> warnings.accept(
                            "cache '%s' is injected for keys of type %s at %s, and used by %s, whose keys are made of its parameters, so that neither finds the entries of the other; give one of them another cache"
                                    .formatted(name, types.keyType().getName(), types.place(), keyedBy)));
        }

        private void checkTypes(String name, DeclaredLoader loader, List<TypesSaid> injected) {
            TypesSaid loaded = new TypesSaid(loader.keyType(), loader.valueType(), loader.place());
            injected.stream()
                    .filter(types -> !types.agreesWith(loaded))
                    .forEach(types -> problems.accept(
                            "cache '%s' is injected with other types than it is loaded with: %s, and %s; let them be the same"
                                    .formatted(name, types, loaded)));
        }
    }

    /** Settings, and where they stand. */
    private record Placed(DeclaredSettings settings, String place) {}

    /** What is known of a cache so far. */
    private static final class Draft {
        private @Nullable Placed settings;
        private @Nullable Placed settingsOfClass;
        private @Nullable DeclaredLoader loader;
        private final List<TypesSaid> types = new ArrayList<>();
        private Class<? extends GeneratedCacheKey> keyedType = MethodKey.class;
        private @Nullable String keyedBy;
        private @Nullable String dataCachePlace;

        CacheDeclaration declaration(String name) {
            Placed said = settings != null ? settings : settingsOfClass;
            Class<?> keyType = Object.class;
            Class<?> valueType = Object.class;
            if (loader != null) {
                keyType = loader.keyType();
                valueType = loader.valueType();
            } else if (keyedBy == null) {
                keyType = known(TypesSaid::keyType);
                valueType = known(TypesSaid::valueType);
            }
            return new CacheDeclaration(
                    name,
                    keyType,
                    valueType,
                    said == null ? DeclaredSettings.NONE : said.settings,
                    said == null ? null : said.place,
                    loader);
        }

        /** What one place says, though others may leave it open. */
        private Class<?> known(Function<TypesSaid, Class<?>> type) {
            return types.stream()
                    .map(type)
                    .filter(TypesSaid::isKnown)
                    .findFirst()
                    .orElse(Object.class);
        }
    }
}
