package io.weir.interop;

import io.weir.table.SchemaChange.AddColumn;
import io.weir.table.SchemaChange.ChangeComment;
import io.weir.table.SchemaChange.ChangeDefault;
import io.weir.table.SchemaChange.ChangeNullability;
import io.weir.table.SchemaChange.ChangeTableComment;
import io.weir.table.SchemaChange.ChangeType;
import io.weir.table.SchemaChange.DropColumn;
import io.weir.table.SchemaChange.MoveColumn;
import io.weir.table.SchemaChange.Position;
import io.weir.table.SchemaChange.RemoveOption;
import io.weir.table.SchemaChange.RenameColumn;
import io.weir.table.SchemaChange.SetOption;
import java.util.List;
import org.apache.paimon.schema.SchemaChange;

/** Our schema changes as Paimon's. */
final class PaimonChanges {

    private PaimonChanges() {}

    static List<SchemaChange> of(List<io.weir.table.SchemaChange> changes) {
        return changes.stream().map(PaimonChanges::of).toList();
    }

    private static SchemaChange of(io.weir.table.SchemaChange change) {
        if (change instanceof AddColumn add) {
            return SchemaChange.addColumn(
                    path(add.path()),
                    PaimonTypes.of(add.type()),
                    add.comment(),
                    move(add.path().get(add.path().size() - 1), add.position()));
        }
        if (change instanceof DropColumn drop) {
            return SchemaChange.dropColumn(path(drop.path()));
        }
        if (change instanceof RenameColumn rename) {
            return SchemaChange.renameColumn(path(rename.path()), rename.newName());
        }
        if (change instanceof ChangeType retype) {
            return SchemaChange.updateColumnType(
                    path(retype.path()), PaimonTypes.of(retype.type()), true);
        }
        if (change instanceof ChangeNullability nullability) {
            return SchemaChange.updateColumnNullability(
                    path(nullability.path()), nullability.nullable());
        }
        if (change instanceof ChangeComment comment) {
            return SchemaChange.updateColumnComment(path(comment.path()), comment.comment());
        }
        if (change instanceof ChangeDefault changed) {
            return SchemaChange.updateColumnDefaultValue(
                    path(changed.path()), changed.defaultValue());
        }
        if (change instanceof MoveColumn move) {
            return SchemaChange.updateColumnPosition(move(move.column(), move.position()));
        }
        if (change instanceof SetOption set) {
            return SchemaChange.setOption(set.key(), set.value());
        }
        if (change instanceof RemoveOption remove) {
            return SchemaChange.removeOption(remove.key());
        }
        return SchemaChange.updateComment(((ChangeTableComment) change).comment());
    }

    private static String[] path(List<String> names) {
        return names.toArray(new String[0]);
    }

    private static SchemaChange.Move move(String column, Position position) {
        String other = position.other();
        return switch (position.kind()) {
            case FIRST -> SchemaChange.Move.first(column);
            case LAST -> SchemaChange.Move.last(column);
            case AFTER -> SchemaChange.Move.after(column, other);
            case BEFORE -> SchemaChange.Move.before(column, other);
        };
    }
}
