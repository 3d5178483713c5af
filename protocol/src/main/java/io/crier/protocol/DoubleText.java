package io.crier.protocol;

import java.math.BigDecimal;

/**
 * Doubles in the form that Redis gives them since 7.2: few digits that read back as the same value.
 */
final class DoubleText {
    /** Whole numbers up to here are spelled without an exponent. */
    private static final double WHOLE_MAX = 0x1p52;

    private DoubleText() {}

    static String of(double value) {
        if (Double.isNaN(value)) {
            return "nan";
        }
        if (Double.isInfinite(value)) {
            return value > 0 ? "inf" : "-inf";
        }
        if (value == 0) {
            return 1 / value < 0 ? "-0" : "0";
        }
        if (Math.abs(value) < WHOLE_MAX && value == Math.rint(value)) {
            return Long.toString((long) value);
        }
        BigDecimal shortest = new BigDecimal(Double.toString(value)).stripTrailingZeros();
        String digits = shortest.unscaledValue().abs().toString();
        return (value < 0 ? "-" : "") + spelled(digits, -shortest.scale());
    }

    /** {@code digits} times ten to the power of {@code exponent}. */
    private static String spelled(String digits, int exponent) {
        int count = digits.length();
        int leading = exponent + count - 1;
        if (exponent >= 0 && leading < count + 7) {
            return digits + "0".repeat(exponent);
        }
        if (exponent < 0 && (exponent > -7 || Math.abs(leading) < 4)) {
            return leading < 0
                    ? "0." + "0".repeat(-leading - 1) + digits
                    : digits.substring(0, leading + 1) + "." + digits.substring(leading + 1);
        }
        String fraction = count > 1 ? "." + digits.substring(1) : "";
        return digits.charAt(0) + fraction + "e" + (leading < 0 ? "-" : "+") + Math.abs(leading);
    }
}
