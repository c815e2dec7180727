/**
 * The door of Weir: {@link io.weir.Weir#open} gives a catalog.
 *
 * <pre>{@code
 * try (Catalog catalog = Weir.open(Map.of("warehouse", "/data/warehouse"))) {
 *     Table table = catalog.table(Identifier.of("shop.orders"));
 *     Scan scan = table.newScan().project(List.of("id", "amount"));
 *     for (Split split : scan.plan().splits()) {
 *         try (BatchReader reader = scan.read().open(split)) {
 *             for (Batch batch = reader.next(); batch != null; batch = reader.next()) {
 *                 ...
 *             }
 *         }
 *     }
 * }
 * }</pre>
 */
@NullMarked
package io.weir;

import org.jspecify.annotations.NullMarked;
