package org.larder.rest;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Which entries are kept. */
class UserEntriesTest {

    private static UserEntry refresh(UserEntries entries, String user, int number) {
        return entries.of(user, null, "things", RefreshParameters.of(Map.of("number", number)));
    }

    private static List<Object> users(UserEntries entries) {
        return entries.ofAll().stream().map(entry -> entry.toJson().get("user")).toList();
    }

    @Test
    void aUserHasTheEntriesRefreshedLast() {
        UserEntries entries = new UserEntries(2, 100, "");
        UserEntry first = refresh(entries, "ann", 1);
        UserEntry second = refresh(entries, "ann", 2);
        assertThat(refresh(entries, "ann", 1)).isSameAs(first);
        UserEntry third = refresh(entries, "ann", 3);
        assertThat(entries.ofUser("ann")).containsExactly(first, third);
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
        assertThat(entries.ofUser("bob")).isEmpty();
    }

    @Test
    void aUserAloneHasNoMoreThanAllMayHave() {
        UserEntries entries = new UserEntries(10, 4, "");
        for (int number = 0; number < 20; number++) {
            refresh(entries, "ann", number);
        }
        assertThat(entries.ofUser("ann")).hasSize(4);
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
