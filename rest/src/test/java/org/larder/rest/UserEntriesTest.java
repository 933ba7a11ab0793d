package org.larder.rest;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Which entries are kept. */
class UserEntriesTest {

    private static UserEntry refresh(UserEntries entries, String user, int number) {
        return entries.of(user, null, "things", RefreshParameters.of(Map.of("number", number)));
    }

    private static List<Map<String, @Nullable Object>> ofUser(UserEntries entries, String user) {
        List<Map<String, @Nullable Object>> shown = new ArrayList<>();
        entries.document(user, json -> {
            shown.addAll(json);
            return new Document("", "");
        });
        return shown;
    }

    private static List<Object> users(UserEntries entries) {
        return entries.ofAll().stream().map(entry -> entry.get("user")).toList();
    }

    @Test
    void aUserHasTheEntriesRefreshedLast() {
        UserEntries entries = new UserEntries(2, 100, "");
        UserEntry first = refresh(entries, "ann", 1);
        UserEntry second = refresh(entries, "ann", 2);
        assertThat(refresh(entries, "ann", 1)).isSameAs(first);
        UserEntry third = refresh(entries, "ann", 3);
        assertThat(ofUser(entries, "ann")).containsExactly(first.toJson(), third.toJson());
        assertThat(refresh(entries, "ann", 2)).isNotSameAs(second);
    }

    @Test
    void whereAllHaveTooManyThoseOfWhoHasRefreshedNothingForLongGo() {
        UserEntries entries = new UserEntries(10, 4, "");
        refresh(entries, "dan", 1);
        refresh(entries, "dan", 2);
        refresh(entries, "bob", 1);
        UserEntry dans = refresh(entries, "dan", 1);
        refresh(entries, "ann", 1);
        assertThat(users(entries)).containsExactly("ann", "bob", "dan", "dan");
        refresh(entries, "ann", 2);
        assertThat(users(entries)).containsExactly("ann", "ann", "dan", "dan");
        refresh(entries, "eve", 1);
        assertThat(users(entries)).containsExactly("ann", "ann", "eve");
        assertThat(refresh(entries, "dan", 1)).as("a new start").isNotSameAs(dans);
        assertThat(ofUser(entries, "bob")).isEmpty();
    }

    @Test
    void whatShowsTheEntriesIsMadeAnewOnlyWhenOneHasChanged() {
        UserEntries entries = new UserEntries(10, 100, "");
        UserEntry entry = refresh(entries, "ann", 1);
        AtomicInteger made = new AtomicInteger();
        Supplier<Document> document = () -> entries.document(
                "ann", json -> new Document(json.size() + " entries", "tag " + made.incrementAndGet()));
        Document first = document.get();
        assertThat(document.get()).isSameAs(first);
        refresh(entries, "bob", 1);
        assertThat(document.get()).isSameAs(first);
        entry.loadedAt(Instant.EPOCH);
        assertThat(document.get()).isEqualTo(new Document("1 entries", "tag 2"));
        refresh(entries, "ann", 2);
        assertThat(document.get()).isEqualTo(new Document("2 entries", "tag 3"));
        assertThat(document.get().tag()).isEqualTo("tag 3");
    }

    @Test
    void aUserAloneHasNoMoreThanAllMayHave() {
        UserEntries entries = new UserEntries(10, 4, "");
        for (int number = 0; number < 20; number++) {
            refresh(entries, "ann", number);
        }
        assertThat(ofUser(entries, "ann")).hasSize(4);
        refresh(entries, "bob", 1);
        assertThat(users(entries)).containsExactly("bob");
    }

    @Test
    void manyUsersLeaveNoMoreThanAllMayHave() {
        UserEntries entries = new UserEntries(10, 100, "");
        for (int user = 0; user < 10_000; user++) {
            refresh(entries, "user " + user, 1);
            assertThat(entries.ofAll()).hasSizeLessThanOrEqualTo(100);
        }
        assertThat(entries.ofAll()).hasSize(100);
    }
}
