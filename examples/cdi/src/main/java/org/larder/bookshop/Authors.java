package org.larder.bookshop;

import jakarta.enterprise.context.ApplicationScoped;
import org.larder.annotation.CacheSettings;
import org.larder.annotation.LoadsCache;

/** Loads the authors that the cache lacks. It is emptied every night, when the catalogue is new. */
@ApplicationScoped
class Authors {

    @LoadsCache("authors")
    @CacheSettings(timeOfDay = "03:00:00", zone = "Europe/Lisbon", statistics = true)
    Author load(String name) {
        return new Author(name, 1 + SlowWork.numberFor(name, 40));
    }
}
