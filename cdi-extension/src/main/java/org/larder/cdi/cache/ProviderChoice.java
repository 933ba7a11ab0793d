package org.larder.cdi.cache;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import javax.cache.CacheException;
import javax.cache.Caching;
import javax.cache.spi.CachingProvider;
import org.larder.CacheDomain;

/** Which caching provider an application gets, if it does not bring one as a bean. */
final class ProviderChoice {

    private static final String LARDER_SCHEME = CacheDomain.SYSTEM.uri().getScheme();

    private ProviderChoice() {}

    /**
     * Chooses: the one that the standard's system property or the configuration names, else the only one, else Larder.
     *
     * @param application the class loader that providers are looked for with
     * @throws CacheException if there is none, or there are several and none of them is Larder
     */
    static CachingProvider choose(CdiSettings settings, ClassLoader application) {
        String named = System.getProperty(Caching.JAVAX_CACHE_CACHING_PROVIDER, settings.provider());
        if (named != null) {
            return named(named, application);
        }
        List<CachingProvider> found = new ArrayList<>();
        Caching.getCachingProviders(application).forEach(found::add);
        if (found.size() == 1) {
            return found.get(0);
        }
        CachingProvider larder =
                found.stream().filter(ProviderChoice::isLarder).findFirst().orElse(null);
        if (larder == null) {
            throw new CacheException(noChoice(found));
        }
        return larder;
    }

    /**
     * Whether a provider is Larder: its URIs say so, also where it is hidden behind a proxy of a container, or a provider
     * that hands calls on.
     */
    static boolean isLarder(CachingProvider provider) {
        return LARDER_SCHEME.equals(provider.getDefaultURI().getScheme());
    }

    private static CachingProvider named(String className, ClassLoader application) {
        try {
            return Caching.getCachingProvider(className, application);
        } catch (CacheException e) {
            throw new CacheException(
                    "the caching provider %s, which %s or the system property %s names, cannot be used: %s"
                            .formatted(
                                    className,
                                    CdiSettings.PROVIDER,
                                    Caching.JAVAX_CACHE_CACHING_PROVIDER,
                                    e.getMessage()),
                    e);
        }
    }

    private static String noChoice(List<CachingProvider> found) {
        return found.isEmpty()
                ? "there is no caching provider; add one to the class path of the application, such as larder-provider"
                : "there are several caching providers, %s; name one with %s"
                        .formatted(
                                found.stream()
                                        .map(provider -> provider.getClass().getName())
                                        .sorted()
                                        .collect(Collectors.joining(", ")),
                                CdiSettings.PROVIDER);
    }
}
