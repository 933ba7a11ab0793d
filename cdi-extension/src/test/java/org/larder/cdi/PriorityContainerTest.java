package org.larder.cdi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.interceptor.AroundInvoke;
import jakarta.interceptor.Interceptor;
import jakarta.interceptor.InterceptorBinding;
import jakarta.interceptor.InvocationContext;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.util.ArrayList;
import java.util.List;
import javax.cache.annotation.CacheRemove;
import javax.cache.annotation.CacheResult;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Where the interceptors of this module stand among those of transactions and of authorization. */
class PriorityContainerTest {

    @AfterEach
    void forgetThePriority() {
        System.clearProperty("larder.cdi.priority");
    }

    @Test
    void aHitOpensNoTransaction() {
        try (Container container = container()) {
            Accounts accounts = container.bean(Accounts.class);
            accounts.name("1");
            accounts.name("1");

            assertThat(history(container)).containsExactly("check", "begin", "read 1", "commit", "check");
        }
    }

    @Test
    void aHitIsRefusedToWhoMayNotCall() {
        try (Container container = container()) {
            Accounts accounts = container.bean(Accounts.class);
            accounts.name("1");
            container.bean(Session.class).refuse();

            assertThatThrownBy(() -> accounts.name("1")).isInstanceOf(SecurityException.class);
        }
    }

    @Test
    void aRemovalFollowsTheCommit() {
        try (Container container = container()) {
            Accounts accounts = container.bean(Accounts.class);
            accounts.name("1");
            container.bean(Session.class).atCommit(() -> accounts.name("1"));
            accounts.rename("1", Outcome.DONE);
            container.bean(Session.class).atCommit(() -> {});
            accounts.name("1");

            assertThat(history(container))
                    .as("read from the cache before the commit, anew after it")
                    .containsSubsequence("rename 1", "commit", "begin", "read 1")
                    .filteredOn(event -> event.startsWith("read"))
                    .hasSize(2);
        }
    }

    @Test
    void nothingIsRemovedWhenTheMethodFails() {
        assertThat(readsAfter(Outcome.FAILED)).isOne();
    }

    @Test
    void nothingIsRemovedWhenTheTransactionIsRolledBack() {
        assertThat(readsAfter(Outcome.ROLLED_BACK)).isOne();
    }

    @Test
    void theKeyMovesThemInside() {
        System.setProperty("larder.cdi.priority", String.valueOf(Interceptor.Priority.PLATFORM_BEFORE + 300));
        try (Container container = container()) {
            Accounts accounts = container.bean(Accounts.class);
            accounts.name("1");
            accounts.name("1");

            assertThat(history(container))
                    .containsExactly("check", "begin", "read 1", "commit", "check", "begin", "commit");
        }
    }

    private static long readsAfter(Outcome outcome) {
        try (Container container = container()) {
            Accounts accounts = container.bean(Accounts.class);
            accounts.name("1");
            assertThatThrownBy(() -> accounts.rename("1", outcome)).isInstanceOf(IllegalStateException.class);
            accounts.name("1");
            return history(container).stream()
                    .filter(event -> event.startsWith("read"))
                    .count();
        }
    }

    private static List<String> history(Container container) {
        return container.bean(Session.class).history();
    }

    private static Container container() {
        return Container.of(Accounts.class, Session.class, TransactionInterceptor.class, RoleInterceptor.class);
    }

    /** What becomes of a change. */
    enum Outcome {
        DONE,
        FAILED,
        ROLLED_BACK
    }

    @InterceptorBinding
    @Retention(RetentionPolicy.RUNTIME)
    @interface InTransaction {}

    @InterceptorBinding
    @Retention(RetentionPolicy.RUNTIME)
    @interface ForMembers {}

    @ApplicationScoped
    @ForMembers
    @InTransaction
    static class Accounts {
        @Inject
        Session session;

        @CacheResult(cacheName = "names")
        public String name(String id) {
            session.tell("read " + id);
            return "name of " + id;
        }

        @CacheRemove(cacheName = "names")
        public void rename(@javax.cache.annotation.CacheKey String id, Outcome outcome) {
            session.tell("rename " + id);
            session.end(outcome);
        }
    }

    @ApplicationScoped
    static class Session {
        private final List<String> history = new ArrayList<>();
        private boolean refused;
        private Outcome outcome = Outcome.DONE;
        private Runnable atCommit = () -> {};

        public void tell(String event) {
            history.add(event);
        }

        public List<String> history() {
            return List.copyOf(history);
        }

        public void refuse() {
            refused = true;
        }

        public boolean isRefused() {
            return refused;
        }

        public void atCommit(Runnable work) {
            atCommit = work;
        }

        public void end(Outcome ended) {
            outcome = ended;
            if (ended == Outcome.FAILED) {
                throw new IllegalStateException("the method fails");
            }
        }

        public void commit() {
            Runnable work = atCommit;
            atCommit = () -> {};
            work.run();
            if (outcome == Outcome.ROLLED_BACK) {
                outcome = Outcome.DONE;
                throw new IllegalStateException("rolled back");
            }
            tell("commit");
        }
    }

    /** As that of Jakarta Transactions, and at its place. */
    @Interceptor
    @InTransaction
    @Priority(Interceptor.Priority.PLATFORM_BEFORE + 200)
    static class TransactionInterceptor {
        @Inject
        Session session;

        @AroundInvoke
        Object inTransaction(InvocationContext invocation) throws Exception {
            session.tell("begin");
            Object result = invocation.proceed();
            session.commit();
            return result;
        }
    }

    @Interceptor
    @ForMembers
    @Priority(Interceptor.Priority.PLATFORM_BEFORE + 100)
    static class RoleInterceptor {
        @Inject
        Session session;

        @AroundInvoke
        Object check(InvocationContext invocation) throws Exception {
            session.tell("check");
            if (session.isRefused()) {
                throw new SecurityException("members only");
            }
            return invocation.proceed();
        }
    }
}
