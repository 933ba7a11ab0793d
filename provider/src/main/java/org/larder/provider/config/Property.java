package org.larder.provider.config;

/**
 * A key and its value as somebody wrote them.
 *
 * @param place where: a file and a line, or the properties of the manager
 */
record Property(String key, String value, String place) {

    Property withValue(String changed) {
        return new Property(key, changed, place);
    }

    /** Place and key, for messages. */
    @Override
    public String toString() {
        return "%s (%s)".formatted(place, key);
    }
}
