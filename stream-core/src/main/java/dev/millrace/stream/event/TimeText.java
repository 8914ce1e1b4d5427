package dev.millrace.stream.event;

import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;

/**
 * Reads an instant from text, straight from bytes: a date ({@code 2026-03-01}), a date and a time after {@code T} or a
 * space ({@code 10:15}, {@code 10:15:02}, {@code 10:15:02.125}), with {@code Z}, an offset ({@code +01:00}) or nothing
 * behind it, where nothing means the zone given here. Dates of one other {@link DateForm} are read, too, if it is told which
 * (one or two digits for day and month, four for the year). Fractions finer than a millisecond are cut. Allocates nothing for
 * UTC. Threading: any thread.
 */
public final class TimeText {
    /** What the parser answers when the text is no time. */
    public static final long NOT_A_TIME = Long.MIN_VALUE;

    private static final int ZONE_UNSAID = Integer.MIN_VALUE;
    private static final int ZONE_WRONG = Integer.MAX_VALUE;
    private static final int[] MONTH_DAYS = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};

    private final ZoneId zone;
    private final boolean utc;
    private final DateForm dates;

    /** @param zone of times that name none */
    public TimeText(ZoneId zone) {
        this(zone, DateForm.ISO);
    }

    /**
     * Reads dates of another form, too.
     *
     * @param zone of times that name none
     */
    public TimeText(ZoneId zone, DateForm dates) {
        this.dates = dates;
        this.zone = zone;
        this.utc = zone.normalized().equals(ZoneOffset.UTC);
    }

    /** Milliseconds since the epoch, or {@link #NOT_A_TIME}. */
    public long parse(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        return parse(bytes, 0, bytes.length);
    }

    /** Milliseconds since the epoch of the text in {@code [from, to)}, or {@link #NOT_A_TIME}. */
    public long parse(byte[] text, int from, int to) {
        int length = to - from;
        if (dates != DateForm.ISO && length >= 8) {
            long other = otherDate(text, from, to);
            if (other != NOT_A_TIME) {
                return other;
            }
        }
        if (length < 10 || text[from + 4] != '-' || text[from + 7] != '-') {
            return NOT_A_TIME;
        }
        int year = digits(text, from, 4);
        int month = digits(text, from + 5, 2);
        int day = digits(text, from + 8, 2);
        if (year < 0 || month < 1 || month > 12 || day < 1 || day > daysOf(year, month)) {
            return NOT_A_TIME;
        }
        if (length == 10) {
            return at(year, month, day, 0, ZONE_UNSAID);
        }
        return text[from + 10] == 'T' || text[from + 10] == ' ' || text[from + 10] == 't'
                ? timeOfDay(text, from + 11, to, year, month, day)
                : NOT_A_TIME;
    }

    private long otherDate(byte[] text, int from, int to) {
        int second = behind(text, from, to, dates.separator());
        int third = behind(text, second, to, dates.separator());
        if (third < 0 || to - third < 4) {
            return NOT_A_TIME;
        }
        int one = digits(text, from, second - 1 - from);
        int two = digits(text, second, third - 1 - second);
        int year = digits(text, third, 4);
        int month = dates == DateForm.MONTH_DAY ? one : two;
        int day = dates == DateForm.MONTH_DAY ? two : one;
        if (year < 0 || month < 1 || month > 12 || day < 1 || day > daysOf(year, month)) {
            return NOT_A_TIME;
        }
        int end = third + 4;
        if (end == to) {
            return at(year, month, day, 0, ZONE_UNSAID);
        }
        return text[end] == ' ' || text[end] == 'T' ? timeOfDay(text, end + 1, to, year, month, day) : NOT_A_TIME;
    }

    /** The place behind a separator that stands behind one or two bytes; −1 if it does not. */
    private static int behind(byte[] text, int from, int to, char separator) {
        for (int at = from + 1; from >= 0 && at <= from + 2 && at < to; at++) {
            if (text[at] == separator) {
                return at + 1;
            }
        }
        return -1;
    }

    private long timeOfDay(byte[] text, int from, int to, int year, int month, int day) {
        if (to - from < 5 || text[from + 2] != ':') {
            return NOT_A_TIME;
        }
        int hour = digits(text, from, 2);
        int minute = digits(text, from + 3, 2);
        int next = from + 5;
        int second = 0;
        int millis = 0;
        if (next + 3 <= to && text[next] == ':') {
            second = digits(text, next + 1, 2);
            next += 3;
            if (next < to && (text[next] == '.' || text[next] == ',')) {
                int digit = next + 1;
                for (int unit = 100; digit < to && text[digit] >= '0' && text[digit] <= '9'; digit++, unit /= 10) {
                    millis += (text[digit] - '0') * unit;
                }
                if (digit == next + 1 || digit > next + 10) {
                    return NOT_A_TIME;
                }
                next = digit;
            }
        }
        if (hour < 0 || hour > 23 || minute < 0 || minute > 59 || second < 0 || second > 59) {
            return NOT_A_TIME;
        }
        int offsetMinutes = zoneOffset(text, next, to);
        if (offsetMinutes == ZONE_WRONG) {
            return NOT_A_TIME;
        }
        return at(year, month, day, ((hour * 60 + minute) * 60 + second) * 1000 + millis, offsetMinutes);
    }

    private static int zoneOffset(byte[] text, int from, int to) {
        int length = to - from;
        if (length == 0) {
            return ZONE_UNSAID;
        }
        if (length == 1) {
            return text[from] == 'Z' || text[from] == 'z' ? 0 : ZONE_WRONG;
        }
        boolean colon = length == 6 && text[from + 3] == ':';
        if (text[from] != '+' && text[from] != '-' || !(colon || length == 5 || length == 3)) {
            return ZONE_WRONG;
        }
        int hours = digits(text, from + 1, 2);
        int minutes = length == 3 ? 0 : digits(text, to - 2, 2);
        if (hours < 0 || hours > 18 || minutes < 0 || minutes > 59) {
            return ZONE_WRONG;
        }
        return (text[from] == '-' ? -1 : 1) * (hours * 60 + minutes);
    }

    private long at(int year, int month, int day, int milliOfDay, int offsetMinutes) {
        if (offsetMinutes == ZONE_UNSAID && !utc) {
            try {
                return LocalDateTime.of(year, month, day, 0, 0)
                        .plusNanos(milliOfDay * 1_000_000L)
                        .atZone(zone)
                        .toInstant()
                        .toEpochMilli();
            } catch (DateTimeException e) {
                return NOT_A_TIME; // a day that the calendar does not have was refused before; this is out of range
            }
        }
        long millis = epochDay(year, month, day) * 86_400_000L + milliOfDay;
        return offsetMinutes == ZONE_UNSAID ? millis : millis - offsetMinutes * 60_000L;
    }

    private static int daysOf(int year, int month) {
        boolean leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
        return month == 2 && leap ? 29 : MONTH_DAYS[month - 1];
    }

    /** Days since 1970-01-01 of a date of the proleptic Gregorian calendar, years 0 to 9999. */
    private static long epochDay(int year, int month, int day) {
        int y = month <= 2 ? year - 1 : year;
        int era = Math.floorDiv(y, 400);
        int yearOfEra = y - era * 400;
        int dayOfYear = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1;
        int dayOfEra = yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear;
        return era * 146_097L + dayOfEra - 719_468L;
    }

    /** The number that so many digits write, or −1. */
    private static int digits(byte[] text, int from, int count) {
        int value = 0;
        for (int i = from; i < from + count; i++) {
            int digit = text[i] - '0';
            if (digit < 0 || digit > 9) {
                return -1;
            }
            value = value * 10 + digit;
        }
        return value;
    }
}
