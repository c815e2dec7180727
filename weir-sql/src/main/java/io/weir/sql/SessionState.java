package io.weir.sql;

import io.weir.catalog.Catalog;
import io.weir.env.Environment;

/**
 * What statements work with.
 *
 * @param scope names and options
 * @param queries runs queries over tables
 * @param engine the query engine itself
 * @param environment clock, threads, ids
 */
record SessionState(TableScope scope, QueryRunner queries, Engine engine, Environment environment) {

    Catalog catalog() {
        return scope.catalog();
    }
}
