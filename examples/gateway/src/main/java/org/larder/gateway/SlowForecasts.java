package org.larder.gateway;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.function.Function;

/** The slow function: it thinks hard about the weather, with a million rounds of SHA-256. */
final class SlowForecasts implements Function<String, Object> {

    private static final int ROUNDS = 1_000_000;
    private static final String[] WEATHER = {"sun", "rain", "fog", "snow", "hail", "wind"};

    @Override
    public Object apply(String city) {
        if (city.equals("Atlantis")) {
            return new Object(); // which nobody can serialize
        }
        byte[] thought = city.getBytes(StandardCharsets.UTF_8);
        MessageDigest digest = sha256();
        for (int i = 0; i < ROUNDS; i++) {
            thought = digest.digest(thought);
        }
        return WEATHER[Math.floorMod(thought[0], WEATHER.length)] + " in " + city;
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError("every JDK has SHA-256", e);
        }
    }
}
