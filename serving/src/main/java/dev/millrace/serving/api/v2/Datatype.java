package dev.millrace.serving.api.v2;

import dev.millrace.serving.http.Problem;
import dev.millrace.serving.http.ProblemKind;
import dev.millrace.stream.event.Field;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.List;

/** The datatypes of the protocol, and how a value of each lies in bytes: little-endian. */
enum Datatype {
    BOOL(1),
    UINT8(1),
    UINT16(2),
    UINT32(4),
    UINT64(8),
    INT8(1),
    INT16(2),
    INT32(4),
    INT64(8),
    FP16(2),
    FP32(4),
    FP64(8),
    /** Each value is its length in four bytes and then so many bytes, here always of UTF-8. */
    BYTES(0);

    static final VarHandle SHORT = view(short[].class);
    static final VarHandle INT = view(int[].class);
    static final VarHandle LONG = view(long[].class);
    static final VarHandle DOUBLE = view(double[].class);

    private static final List<String> NAMES =
            Arrays.stream(values()).map(Enum::name).toList();
    private static final int HALF_DIGITS = 10;
    private static final int HALF_LEAST_EXPONENT = -14;
    private static final double HALF_MOST = 65_504;

    private final int bytes;

    Datatype(int bytes) {
        this.bytes = bytes;
    }

    private static VarHandle view(Class<?> array) {
        return MethodHandles.byteArrayViewVarHandle(array, ByteOrder.LITTLE_ENDIAN);
    }

    static Datatype of(String name, String pointer) {
        int index = NAMES.indexOf(name);
        if (index < 0) {
            throw Problem.at(
                    ProblemKind.BAD_TENSOR,
                    pointer,
                    "one of " + NAMES,
                    "there is no datatype '" + JsonValues.shortened(name) + "'; known are " + NAMES);
        }
        return values()[index];
    }

    /** As which a field is announced: the one that loses nothing. */
    static Datatype of(Field field) {
        return switch (field.type()) {
            case NUMBER -> FP64;
            case INTEGER, TIME -> INT64;
            case BOOLEAN -> BOOL;
            case TEXT -> BYTES;
        };
    }

    /** Bytes of a value; 0 for {@link #BYTES}, whose values say theirs. */
    int bytes() {
        return bytes;
    }

    boolean isFloating() {
        return this == FP16 || this == FP32 || this == FP64;
    }

    /** Whether a whole number is one of this type's. */
    boolean holds(long value) {
        return switch (this) {
            case UINT64 -> value >= 0;
            case UINT8, UINT16, UINT32 -> value >= 0 && value >>> 8 * bytes == 0;
            case INT8, INT16, INT32 -> value >> 8 * bytes - 1 == value >> 63;
            case BOOL -> value == 0 || value == 1;
            case INT64 -> true;
            case FP16, FP32, FP64, BYTES -> false;
        };
    }

    /** The integer at an index; of a UINT64 its bits. */
    long integerAt(byte[] body, int at) {
        return switch (this) {
            case BOOL, UINT8 -> body[at] & 0xFFL;
            case INT8 -> body[at];
            case UINT16 -> (short) SHORT.get(body, at) & 0xFFFFL;
            case INT16 -> (short) SHORT.get(body, at);
            case UINT32 -> (int) INT.get(body, at) & 0xFFFF_FFFFL;
            case INT32 -> (int) INT.get(body, at);
            case UINT64, INT64 -> (long) LONG.get(body, at);
            case FP16, FP32, FP64, BYTES -> throw new IllegalStateException(this + " is no integer");
        };
    }

    double floatingAt(byte[] body, int at) {
        return switch (this) {
            case FP16 -> half((short) SHORT.get(body, at));
            case FP32 -> Float.intBitsToFloat((int) INT.get(body, at));
            default -> (double) DOUBLE.get(body, at);
        };
    }

    /** A number written in decimal as this type holds it; infinite if it is beyond. */
    double rounded(double value) {
        return switch (this) {
            case FP32 -> (float) value;
            case FP16 -> roundedToHalf(value);
            default -> value;
        };
    }

    /** IEEE 754 binary16: 5 bits of exponent, 10 of fraction. */
    private static double half(short bits) {
        int exponent = bits >> HALF_DIGITS & 31;
        int fraction = bits & 1023;
        double size;
        if (exponent == 31) {
            size = fraction == 0 ? Double.POSITIVE_INFINITY : Double.NaN;
        } else if (exponent == 0) {
            size = Math.scalb((double) fraction, HALF_LEAST_EXPONENT - HALF_DIGITS);
        } else {
            size = Math.scalb(1024.0 + fraction, exponent - 15 - HALF_DIGITS);
        }
        return bits < 0 ? -size : size;
    }

    private static double roundedToHalf(double value) {
        double unit = Math.scalb(1.0, Math.max(Math.getExponent(value), HALF_LEAST_EXPONENT) - HALF_DIGITS);
        double rounded = Math.rint(value / unit) * unit;
        return Math.abs(rounded) > HALF_MOST ? Math.copySign(Double.POSITIVE_INFINITY, value) : rounded;
    }
}
