package org.larder.codecs;

import java.util.List;

/**
 * A record that Larder takes apart by itself but for the addresses.
 *
 * @param name the name
 * @param addresses where the customer may be found, the first first
 */
public record Customer(String name, List<Address> addresses) {}
