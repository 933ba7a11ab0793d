package org.larder.provider.codec;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.MonthDay;
import java.time.OffsetDateTime;
import java.time.OffsetTime;
import java.time.Period;
import java.time.Year;
import java.time.YearMonth;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;

/**
 * The byte forms of {@code java.time}. Each writes exactly the fields that the type's {@code equals} compares, so equal
 * bytes and equal values are the same thing.
 */
final class TimeForms {

    private static final byte OFFSET_ZONE = 1;
    private static final byte REGION_ZONE = 2;

    private TimeForms() {}

    static void writeInstant(Instant value, Payload out) {
        out.writeLong(value.getEpochSecond());
        out.writeInt(value.getNano());
    }

    static Instant readInstant(Payload in) {
        long seconds = in.readLong();
        return Instant.ofEpochSecond(seconds, in.readInt());
    }

    static void writeDuration(Duration value, Payload out) {
        out.writeLong(value.getSeconds());
        out.writeInt(value.getNano());
    }

    static Duration readDuration(Payload in) {
        long seconds = in.readLong();
        return Duration.ofSeconds(seconds, in.readInt());
    }

    static void writePeriod(Period value, Payload out) {
        out.writeInt(value.getYears());
        out.writeInt(value.getMonths());
        out.writeInt(value.getDays());
    }

    static Period readPeriod(Payload in) {
        int years = in.readInt();
        int months = in.readInt();
        return Period.of(years, months, in.readInt());
    }

    static void writeLocalDate(LocalDate value, Payload out) {
        out.writeLong(value.toEpochDay());
    }

    static LocalDate readLocalDate(Payload in) {
        return LocalDate.ofEpochDay(in.readLong());
    }

    static void writeLocalTime(LocalTime value, Payload out) {
        out.writeLong(value.toNanoOfDay());
    }

    static LocalTime readLocalTime(Payload in) {
        return LocalTime.ofNanoOfDay(in.readLong());
    }

    static void writeLocalDateTime(LocalDateTime value, Payload out) {
        writeLocalDate(value.toLocalDate(), out);
        writeLocalTime(value.toLocalTime(), out);
    }

    static LocalDateTime readLocalDateTime(Payload in) {
        LocalDate date = readLocalDate(in);
        return LocalDateTime.of(date, readLocalTime(in));
    }

    static void writeOffsetDateTime(OffsetDateTime value, Payload out) {
        writeLocalDateTime(value.toLocalDateTime(), out);
        writeZoneOffset(value.getOffset(), out);
    }

    static OffsetDateTime readOffsetDateTime(Payload in) {
        LocalDateTime dateTime = readLocalDateTime(in);
        return OffsetDateTime.of(dateTime, readZoneOffset(in));
    }

    static void writeOffsetTime(OffsetTime value, Payload out) {
        writeLocalTime(value.toLocalTime(), out);
        writeZoneOffset(value.getOffset(), out);
    }

    static OffsetTime readOffsetTime(Payload in) {
        LocalTime time = readLocalTime(in);
        return OffsetTime.of(time, readZoneOffset(in));
    }

    static void writeZonedDateTime(ZonedDateTime value, Payload out) {
        writeLocalDateTime(value.toLocalDateTime(), out);
        writeZoneOffset(value.getOffset(), out);
        writeZoneId(value.getZone(), out);
    }

    /** Reads a date-time with zone. Where the zone's rules have changed meanwhile, the instant is kept. */
    static ZonedDateTime readZonedDateTime(Payload in) {
        LocalDateTime dateTime = readLocalDateTime(in);
        ZoneOffset offset = readZoneOffset(in);
        return ZonedDateTime.ofInstant(dateTime, offset, readZoneId(in));
    }

    static void writeZoneOffset(ZoneOffset value, Payload out) {
        out.writeInt(value.getTotalSeconds());
    }

    static ZoneOffset readZoneOffset(Payload in) {
        return ZoneOffset.ofTotalSeconds(in.readInt());
    }

    /** Appends a zone. Nothing may be appended after it, for a region's name has no length. */
    static void writeZoneId(ZoneId value, Payload out) {
        if (value instanceof ZoneOffset offset) {
            out.writeByte(OFFSET_ZONE);
            writeZoneOffset(offset, out);
        } else {
            out.writeByte(REGION_ZONE);
            StringForm.write(value.getId(), out);
        }
    }

    static ZoneId readZoneId(Payload in) {
        byte kind = in.readByte();
        return switch (kind) {
            case OFFSET_ZONE -> readZoneOffset(in);
            case REGION_ZONE -> ZoneId.of(StringForm.read(in));
            default -> throw new IllegalStateException("no zone is of kind " + kind);
        };
    }

    static void writeYear(Year value, Payload out) {
        out.writeInt(value.getValue());
    }

    static Year readYear(Payload in) {
        return Year.of(in.readInt());
    }

    static void writeYearMonth(YearMonth value, Payload out) {
        out.writeInt(value.getYear());
        out.writeByte(value.getMonthValue());
    }

    static YearMonth readYearMonth(Payload in) {
        int year = in.readInt();
        return YearMonth.of(year, in.readByte());
    }

    static void writeMonthDay(MonthDay value, Payload out) {
        out.writeByte(value.getMonthValue());
        out.writeByte(value.getDayOfMonth());
    }

    static MonthDay readMonthDay(Payload in) {
        byte month = in.readByte();
        return MonthDay.of(month, in.readByte());
    }
}
