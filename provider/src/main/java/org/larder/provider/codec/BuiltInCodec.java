package org.larder.provider.codec;

/** The codec of a cache whose configured type is final and built in: the bare form, without a tag. */
final class BuiltInCodec<T> implements PayloadCodec<T> {

    private final Place place;
    private final BuiltIn<T> form;

    BuiltInCodec(Place place, BuiltIn<T> form) {
        this.place = place;
        this.form = form;
    }

    @Override
    public void encode(T value, Payload out) {
        form.encode(value, out, place);
    }

    @Override
    public T decode(Payload in) {
        return form.decode(in, place);
    }

    @Override
    public boolean encodingRunsUserCode(T value) {
        return false;
    }

    @Override
    public boolean decodingRunsUserCode(Payload in) {
        return false;
    }

    @Override
    public boolean bytesDecideEquality() {
        return true;
    }
}
