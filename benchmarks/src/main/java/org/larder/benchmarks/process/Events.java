package org.larder.benchmarks.process;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.LongStream;
import jdk.jfr.Recording;
import jdk.jfr.consumer.RecordingFile;

/** Events of the flight recorder. */
public final class Events {

    private Events() {}

    /**
     * Runs something and returns how long the events of a kind took meanwhile.
     *
     * @param event its name
     * @return nanoseconds, in ascending order
     */
    public static long[] nanos(String event, Runnable work) throws IOException {
        Path file = Files.createTempFile("events", ".jfr");
        try (Recording recording = new Recording()) {
            recording.enable(event).withoutThreshold().withoutStackTrace();
            recording.start();
            work.run();
            recording.stop();
            recording.dump(file);
            return RecordingFile.readAllEvents(file).stream()
                    .filter(recorded -> recorded.getEventType().getName().equals(event))
                    .flatMapToLong(
                            recorded -> LongStream.of(recorded.getDuration().toNanos()))
                    .sorted()
                    .toArray();
        } finally {
            Files.delete(file);
        }
    }
}
