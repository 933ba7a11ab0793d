package org.larder.cdi;

import jakarta.enterprise.context.Dependent;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.event.Startup;

/** Has the caching made, and so checked, when the application starts, where no portable extension does. */
@Dependent
public class LiteStart {

    /** Called by the container. */
    public LiteStart() {}

    void start(@Observes Startup startup, ApplicationCaching caching) {
        caching.awake();
    }
}
