package org.larder.benchmarks.workload;

import java.io.Serializable;

/**
 * The record of the benchmarks. Serializable for those peers that know nothing better.
 *
 * @param id any number
 * @param name some twenty characters
 * @param email some thirty characters
 * @param visits a small number
 * @param active a flag
 * @param balance a sum of money
 */
public record Account(long id, String name, String email, int visits, boolean active, double balance)
        implements Serializable {}
