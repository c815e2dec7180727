package io.weir.cdc;

import io.weir.error.InvalidRequestException;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;

/** Which of the wanted tables can be in the lake. */
final class TableRules {

    private final PostgresSettings settings;
    private final PostgresCatalog source;
    private final Consumer<String> log;
    private final Set<SourceName> told = new HashSet<>();

    TableRules(PostgresSettings settings, PostgresCatalog source, Consumer<String> log) {
        this.settings = settings;
        this.source = source;
        this.log = log;
    }

    /**
     * @param others that are synced already
     * @return whether the table is to be synced
     * @throws InvalidRequestException it cannot be
     */
    boolean admits(SourceTable table, Collection<SourceName> others) {
        Map<String, String> names = new HashMap<>();
        for (SourceTable.Column column : table.columns()) {
            String other = names.put(column.name().toLowerCase(Locale.ROOT), column.name());
            if (other != null) {
                throw new InvalidRequestException(
                        "table "
                                + table.name()
                                + " has columns "
                                + other
                                + " and "
                                + column.name()
                                + ", which differ by case only; leave the table out by --tables");
            }
        }
        if (table.columns().stream().anyMatch(column -> column.kind().equals("money"))
                && !source.spellsMoneyPlainly()) {
            throw new InvalidRequestException(
                    "table "
                            + table.name()
                            + " has a column of type money, and the database spells 1234.56 in"
                            + " another way than 1,234.56; run ALTER DATABASE ... SET lc_monetary ="
                            + " 'C' or 'en_US.UTF-8'");
        }
        refuseSameName(table, others);
        return !table.key().isEmpty() || takeKeyless(table);
    }

    private static void refuseSameName(SourceTable table, Collection<SourceName> others) {
        String inLake = table.name().inLake();
        for (SourceName other : others) {
            if (other.inLake().equals(inLake) && !other.equals(table.name())) {
                throw new InvalidRequestException(
                        "tables "
                                + other
                                + " and "
                                + table.name()
                                + " would both be "
                                + inLake
                                + " in the lake; sync them by two jobs, with a --slot and a"
                                + " --database each");
            }
        }
    }

    private boolean takeKeyless(SourceTable table) {
        String what = "table " + table.name() + " has no key";
        switch (settings.keyless()) {
            case REFUSE ->
                    throw new InvalidRequestException(
                            what + "; add a primary key, or say --keyless append or skip");
            case SKIP -> {
                log.accept(what + " and is left out");
                return false;
            }
            case APPEND -> {
                if (told.add(table.name())) {
                    log.accept(
                            what
                                    + " and becomes an append table; an update or delete of it will"
                                    + " set it aside");
                }
            }
        }
        return true;
    }
}
