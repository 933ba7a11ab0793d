package org.larder.provider.chronicle;

import java.nio.charset.StandardCharsets;
import net.openhft.chronicle.bytes.BytesStore;
import net.openhft.chronicle.bytes.RandomDataInput;
import net.openhft.chronicle.hash.AbstractData;
import net.openhft.chronicle.hash.Data;
import net.openhft.chronicle.hash.serialization.DataAccess;
import net.openhft.chronicle.wire.WireIn;
import net.openhft.chronicle.wire.WireOut;
import org.jspecify.annotations.Nullable;

/** The bytes of strings, by a marshaller that is not Chronicle's own, as the store's are not. */
public final class TextAccess implements DataAccess<Object> {

    @Override
    public Data<Object> getData(Object instance) {
        return new Text((String) instance);
    }

    @Override
    public void uninit() {}

    @Override
    public DataAccess<Object> copy() {
        return new TextAccess();
    }

    @Override
    public void readMarshallable(WireIn wire) {}

    @Override
    public void writeMarshallable(WireOut wire) {}

    private static final class Text extends AbstractData<Object> {

        private final String text;
        private final BytesStore<?, byte[]> bytes;

        Text(String text) {
            this.text = text;
            this.bytes = BytesStore.wrap(text.getBytes(StandardCharsets.UTF_8));
        }

        @Override
        public RandomDataInput bytes() {
            return bytes;
        }

        @Override
        public long offset() {
            return bytes.start();
        }

        @Override
        public long size() {
            return bytes.readRemaining();
        }

        @Override
        public Object get() {
            return text;
        }

        @Override
        public Object getUsing(@Nullable Object using) {
            return text;
        }
    }
}
