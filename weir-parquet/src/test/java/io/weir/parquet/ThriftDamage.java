package io.weir.parquet;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import shaded.parquet.org.apache.thrift.TBase;
import shaded.parquet.org.apache.thrift.TEnum;
import shaded.parquet.org.apache.thrift.TFieldIdEnum;
import shaded.parquet.org.apache.thrift.meta_data.FieldMetaData;

/** Changes one field, anywhere in a Thrift structure, to something an attacker would put there. */
final class ThriftDamage {

    private static final long[] NUMBERS = {
        0,
        1,
        -1,
        2,
        7,
        255,
        65_536,
        1 << 25,
        Integer.MAX_VALUE,
        Integer.MIN_VALUE,
        1L << 40,
        Long.MAX_VALUE,
        Long.MIN_VALUE
    };

    private final SplittableRandom dice;

    ThriftDamage(SplittableRandom dice) {
        this.dice = dice;
    }

    @SuppressWarnings({"unchecked", "rawtypes"})
    void change(TBase structure) {
        Map<TFieldIdEnum, FieldMetaData> fields =
                FieldMetaData.getStructMetaDataMap(structure.getClass());
        List<TFieldIdEnum> set = new ArrayList<>();
        for (TFieldIdEnum field : fields.keySet()) {
            if (structure.isSet(field)) {
                set.add(field);
            }
        }
        if (set.isEmpty()) {
            return;
        }
        TFieldIdEnum field = set.get(dice.nextInt(set.size()));
        structure.setFieldValue(field, changed(structure.getFieldValue(field)));
    }

    @SuppressWarnings({"unchecked", "rawtypes"})
    private Object changed(Object value) {
        if (value instanceof Integer number) {
            return (int) number(number);
        }
        if (value instanceof Long number) {
            return number(number);
        }
        if (value instanceof Short number) {
            return (short) number(number);
        }
        if (value instanceof Boolean truth) {
            return !truth;
        }
        if (value instanceof TEnum one) {
            Object[] all = one.getClass().getEnumConstants();
            return all[dice.nextInt(all.length)];
        }
        if (value instanceof List list) {
            return changedList(list);
        }
        if (value instanceof TBase inner) {
            TBase copy = inner.deepCopy();
            change(copy);
            return copy;
        }
        if (value instanceof String text) {
            return dice.nextBoolean() ? "" : text + "x";
        }
        byte[] bytes = new byte[dice.nextInt(20)];
        for (int at = 0; at < bytes.length; at++) {
            bytes[at] = (byte) dice.nextInt(256);
        }
        return value instanceof ByteBuffer ? ByteBuffer.wrap(bytes) : (Object) bytes;
    }

    private long number(long now) {
        return switch (dice.nextInt(4)) {
            case 0 -> now + 1;
            case 1 -> now - 1;
            case 2 -> now * (2 + dice.nextInt(8));
            default -> NUMBERS[dice.nextInt(NUMBERS.length)];
        };
    }

    private List<Object> changedList(List<?> list) {
        List<Object> changed = new ArrayList<>(list);
        if (changed.isEmpty()) {
            return changed;
        }
        int place = dice.nextInt(changed.size());
        switch (dice.nextInt(8)) {
            case 0 -> changed.remove(place);
            case 1 -> changed.add(place, changed.get(place));
            case 2 -> changed.clear();
            default -> changed.set(place, changed(changed.get(place)));
        }
        return changed;
    }
}
