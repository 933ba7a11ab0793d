package org.larder.cdi;

import jakarta.enterprise.context.Dependent;
import jakarta.enterprise.context.control.RequestContextController;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.event.Startup;
import jakarta.enterprise.inject.Instance;

/** Has the caching made, and so checked, when the application starts, where no portable extension does. */
@Dependent
public class LiteStart {

    /** Called by the container. */
    public LiteStart() {}

    /** What is not used here is looked up elsewhere: containers take out what nobody injects. */
    void start(
            @Observes Startup startup,
            ApplicationCaching caching,
            Instance<LarderLiteExtension.Wiring> wiring,
            Instance<RequestContextController> requests) {
        caching.awake();
    }
}
