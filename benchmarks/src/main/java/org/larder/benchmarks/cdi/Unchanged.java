package org.larder.benchmarks.cdi;

import jakarta.interceptor.InterceptorBinding;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;

/** Binds {@link UnchangedInterceptor}. */
@InterceptorBinding
@Retention(RetentionPolicy.RUNTIME)
@interface Unchanged {}
