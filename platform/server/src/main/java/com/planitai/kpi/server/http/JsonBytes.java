package com.planitai.kpi.server.http;

import com.fasterxml.jackson.core.io.JsonStringEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * JSON put together in one array of bytes: for the few answers that are asked for most, at a fraction of what a generator
 * costs. Separates by itself; whether the brackets match is the caller's business. Belongs to one thread.
 */
public final class JsonBytes {
    private static final byte[] NULL = "null".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] TRUE = "true".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] FALSE = "false".getBytes(StandardCharsets.US_ASCII);

    /** Longer texts of numbers than {@code -1.7976931348623157E308} there are none. */
    private static final int MAX_NUMBER_BYTES = 25;

    /** Between these {@link Double#toString} writes no exponent. */
    private static final double LEAST_PLAIN = 1e-3;

    private static final double MOST_PLAIN = 1e7;
    private static final int THOUSAND = 1_000;
    private static final int DECIMALS = 3;

    private byte[] bytes;
    private int length;

    public JsonBytes(int expectedBytes) {
        bytes = new byte[Math.max(MAX_NUMBER_BYTES, expectedBytes)];
    }

    /** A field's name, to be made once and given to {@link #field}. */
    public static byte[] name(String name) {
        return new JsonBytes(name.length()).text(name).put(':').toByteArray();
    }

    public JsonBytes beginObject() {
        return separate().put('{');
    }

    public JsonBytes endObject() {
        return put('}');
    }

    public JsonBytes beginArray() {
        return separate().put('[');
    }

    public JsonBytes endArray() {
        return put(']');
    }

    public JsonBytes field(byte[] name) {
        return encoded(name);
    }

    /** What is JSON already: a value, or fields with their values. */
    public JsonBytes encoded(byte[] json) {
        separate();
        room(json.length);
        System.arraycopy(json, 0, bytes, length, json.length);
        length += json.length;
        return this;
    }

    public JsonBytes text(String text) {
        separate();
        int start = length;
        room(text.length() + 2);
        bytes[length++] = '"';
        for (int index = 0; index < text.length(); index++) {
            char character = text.charAt(index);
            if (character < ' ' || character > '~' || character == '"' || character == '\\') {
                length = start;
                return escaped(text);
            }
            bytes[length++] = (byte) character;
        }
        bytes[length++] = '"';
        return this;
    }

    public JsonBytes text(@Nullable Enum<?> constant) {
        return constant == null ? missing() : text(constant.name());
    }

    public JsonBytes flag(boolean flag) {
        return encoded(flag ? TRUE : FALSE);
    }

    public JsonBytes missing() {
        return encoded(NULL);
    }

    public JsonBytes number(@Nullable Double number) {
        return number == null ? missing() : number(number.doubleValue());
    }

    public JsonBytes number(int number) {
        separate();
        room(MAX_NUMBER_BYTES);
        if (number < 0) {
            bytes[length++] = '-';
        }
        digits(Math.abs((long) number));
        return this;
    }

    /** As {@link Double#toString} writes it. */
    public JsonBytes number(double number) {
        double magnitude = Math.abs(number);
        if (!(magnitude <= Double.MAX_VALUE)) {
            throw new IllegalArgumentException("expected a finite number, got " + number);
        }
        separate();
        room(MAX_NUMBER_BYTES);
        // Most numbers have few decimals: found by trying, which is exact, for two decimals of so few digits are
        // never the same double.
        long thousandths = Math.round(magnitude * THOUSAND);
        if (magnitude >= LEAST_PLAIN && magnitude < MOST_PLAIN && thousandths / (double) THOUSAND == magnitude) {
            decimal(number < 0, thousandths);
        } else {
            ascii(Double.toString(number));
        }
        return this;
    }

    public byte[] toByteArray() {
        return Arrays.copyOf(bytes, length);
    }

    private void decimal(boolean negative, long thousandths) {
        if (negative) {
            bytes[length++] = '-';
        }
        digits(thousandths / THOUSAND);
        bytes[length++] = '.';
        int rest = (int) (thousandths % THOUSAND);
        int unit = THOUSAND / 10;
        for (int decimal = 0; decimal < DECIMALS && (rest > 0 || decimal == 0); decimal++) {
            bytes[length++] = (byte) ('0' + rest / unit);
            rest = rest % unit * 10;
        }
    }

    private void digits(long number) {
        int count = 1;
        for (long rest = number / 10; rest > 0; rest /= 10) {
            count++;
        }
        long rest = number;
        for (int index = length + count - 1; index >= length; index--) {
            bytes[index] = (byte) ('0' + rest % 10);
            rest /= 10;
        }
        length += count;
    }

    private void ascii(String text) {
        for (int index = 0; index < text.length(); index++) {
            bytes[length++] = (byte) text.charAt(index);
        }
    }

    private JsonBytes escaped(String text) {
        byte[] quoted = JsonStringEncoder.getInstance().quoteAsUTF8(text);
        room(quoted.length + 2);
        bytes[length++] = '"';
        System.arraycopy(quoted, 0, bytes, length, quoted.length);
        length += quoted.length;
        bytes[length++] = '"';
        return this;
    }

    /** A comma, unless this is the first thing in its brackets or the value of a field. */
    private JsonBytes separate() {
        if (length > 0) {
            byte last = bytes[length - 1];
            if (last != '{' && last != '[' && last != ':') {
                put(',');
            }
        }
        return this;
    }

    private JsonBytes put(char character) {
        room(1);
        bytes[length++] = (byte) character;
        return this;
    }

    private void room(int more) {
        if (more > bytes.length - length) {
            bytes = Arrays.copyOf(bytes, Math.max(length + more, 2 * bytes.length));
        }
    }
}
