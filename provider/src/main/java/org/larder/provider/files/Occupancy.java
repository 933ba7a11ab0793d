package org.larder.provider.files;

import java.io.IOException;
import java.util.List;

/**
 * Who has the files of a cache open, and in what state the last ones left them.
 *
 * @param members who is in, and who died
 * @param clean whether the last one left the files as he should; false while anybody is in
 * @param recovering whether somebody died and the others have not opened the files again yet
 * @param generation a number that is another one whenever somebody opened the files alone
 * @since 0.1.0
 */
public record Occupancy(List<Member> members, boolean clean, boolean recovering, long generation) {

    static Occupancy of(Words words, Locks locks) throws IOException {
        Generation generation = new Generation(words);
        List<Member> members = new Slots(words, locks).members();
        return new Occupancy(
                members,
                generation.endedClean() && members.stream().allMatch(Member::alive),
                generation.isDraining(),
                generation.current());
    }

    /** Who holds the lock of its place. */
    public List<Member> alive() {
        return members.stream().filter(Member::alive).toList();
    }

    /** The processes that have the files open, in the words of a message. */
    public String users() {
        return Member.processes(alive());
    }

    /** Who ended without leaving. */
    public List<Member> dead() {
        return members.stream().filter(member -> !member.alive()).toList();
    }
}
