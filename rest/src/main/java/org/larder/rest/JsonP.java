package org.larder.rest;

import jakarta.json.JsonException;
import jakarta.json.spi.JsonProvider;
import jakarta.json.stream.JsonGenerator;
import jakarta.json.stream.JsonGeneratorFactory;
import jakarta.json.stream.JsonParser;
import jakarta.json.stream.JsonParser.Event;
import jakarta.json.stream.JsonParserFactory;
import java.io.IOException;
import java.io.StringReader;
import java.io.StringWriter;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import org.jspecify.annotations.Nullable;

/** JSON by JSON-P. */
final class JsonP implements Json {

    private final JsonGeneratorFactory generators;
    private final JsonParserFactory parsers;

    JsonP() {
        JsonProvider provider = JsonProvider.provider();
        generators = provider.createGeneratorFactory(Map.of());
        parsers = provider.createParserFactory(Map.of());
    }

    @Override
    public String write(Object value) {
        StringWriter text = new StringWriter();
        try (JsonGenerator generator = generators.createGenerator(text)) {
            write(generator, value);
        }
        return text.toString();
    }

    private static void write(JsonGenerator generator, @Nullable Object value) {
        if (value instanceof Map<?, ?> members) {
            generator.writeStartObject();
            members.forEach((name, member) -> {
                generator.writeKey(String.valueOf(name));
                write(generator, member);
            });
            generator.writeEnd();
        } else if (value instanceof List<?> elements) {
            generator.writeStartArray();
            elements.forEach(element -> write(generator, element));
            generator.writeEnd();
        } else if (value instanceof Integer number) {
            generator.write(number);
        } else if (value == null) {
            generator.writeNull();
        } else {
            generator.write((String) value);
        }
    }

    @Override
    public Map<String, @Nullable Object> read(String text) throws IOException {
        try (JsonParser parser = parsers.createParser(new StringReader(text))) {
            if (parser.next() != Event.START_OBJECT) {
                throw new IOException("it begins with something else than an object");
            }
            Map<String, @Nullable Object> object = object(parser, 1);
            if (parser.hasNext()) {
                throw new IOException("something follows the object");
            }
            return object;
        } catch (JsonException | NoSuchElementException | IllegalStateException | NumberFormatException e) {
            throw new IOException("it is not JSON", e);
        }
    }

    private static Map<String, @Nullable Object> object(JsonParser parser, int depth) throws IOException {
        requireNotTooDeep(depth);
        Map<String, @Nullable Object> object = new LinkedHashMap<>();
        for (Event event = parser.next(); event != Event.END_OBJECT; event = parser.next()) {
            String name = parser.getString();
            object.put(name, value(parser, parser.next(), depth));
        }
        return object;
    }

    private static List<@Nullable Object> array(JsonParser parser, int depth) throws IOException {
        requireNotTooDeep(depth);
        List<@Nullable Object> array = new ArrayList<>();
        for (Event event = parser.next(); event != Event.END_ARRAY; event = parser.next()) {
            array.add(value(parser, event, depth));
        }
        return array;
    }

    private static @Nullable Object value(JsonParser parser, Event event, int depth) throws IOException {
        return switch (event) {
            case START_OBJECT -> object(parser, depth + 1);
            case START_ARRAY -> array(parser, depth + 1);
            case VALUE_STRING -> parser.getString();
            case VALUE_NUMBER -> number(parser.getString());
            case VALUE_TRUE -> true;
            case VALUE_FALSE -> false;
            case VALUE_NULL -> null;
            case KEY_NAME, END_OBJECT, END_ARRAY -> throw new IOException("there is %s for a value".formatted(event));
        };
    }

    private static BigDecimal number(String digits) throws IOException {
        if (digits.length() > MAX_NUMBER_CHARACTERS) {
            throw new IOException("a number has %d characters".formatted(digits.length()));
        }
        return new BigDecimal(digits);
    }

    private static void requireNotTooDeep(int depth) throws IOException {
        if (depth > MAX_DEPTH) {
            throw new IOException("more than %d objects and arrays are in each other".formatted(MAX_DEPTH));
        }
    }
}
