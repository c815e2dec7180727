package io.weir.cdc;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.weir.error.InvalidRequestException;
import java.util.List;
import org.junit.jupiter.api.Test;

class PostgresSettingsTest {

    private static PostgresSettings of(String url, String... tables) {
        return PostgresSettings.of(
                url, "ann", "secret", List.of(tables), "weir", PostgresSettings.Keyless.APPEND);
    }

    @Test
    void readsTheUsualFormsOfUrls() {
        PostgresSettings plain = of("jdbc:postgresql://db.example:5433/shop?ssl=false");
        assertEquals("db.example", plain.host());
        assertEquals(5433, plain.port());
        assertEquals("shop", plain.database());
        assertEquals("ann", plain.user());
        PostgresSettings full = of("postgres://bob:p%40ss@localhost/x");
        assertEquals("bob", full.user());
        assertEquals("p@ss", full.password());
        assertEquals(5432, full.port());
    }

    @Test
    void refusesWhatIsNoUrl() {
        InvalidRequestException error =
                assertThrows(InvalidRequestException.class, () -> of("mysql://localhost/x"));
        assertTrue(error.getMessage().contains("mysql://localhost/x"), error.getMessage());
    }

    @Test
    void patternsNameTablesWithAndWithoutSchema() {
        PostgresSettings some = of("postgres://h/x", "orders", "audit\\..*");
        assertTrue(some.wants("public", "orders"));
        assertTrue(some.wants("audit", "log"));
        assertFalse(some.wants("audit2", "orders"));
        assertFalse(some.wants("public", "orders2"));
    }

    @Test
    void withoutPatternsSchemaPublicIsWanted() {
        PostgresSettings all = of("postgres://h/x");
        assertTrue(all.wants("public", "anything"));
        assertFalse(all.wants("other", "anything"));
    }

    @Test
    void slotNamesAreThoseThatTheServerTakes() {
        assertThrows(
                InvalidRequestException.class,
                () ->
                        PostgresSettings.of(
                                "postgres://h/x",
                                "u",
                                "",
                                List.of(),
                                "My-Slot",
                                PostgresSettings.Keyless.SKIP));
    }
}
