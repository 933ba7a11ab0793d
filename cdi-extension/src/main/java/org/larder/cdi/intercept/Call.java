package org.larder.cdi.intercept;

import jakarta.interceptor.InvocationContext;
import java.lang.annotation.Annotation;
import org.jspecify.annotations.Nullable;

/** What is done around calls of one cached method. Thread-safe. */
sealed interface Call permits ResultCall, ChangeCall {

    /** The type of the annotation that this carries out. */
    Class<? extends Annotation> annotation();

    /** Calls the method, or not. */
    @Nullable
    Object around(InvocationContext invocation) throws Exception;
}
