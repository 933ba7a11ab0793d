package org.larder.provider.codec;

/** What a codec turns into bytes: the keys of a cache or its values. */
enum Role {
    KEY("key", "LarderConfiguration.setKeyCodecFactory"),
    VALUE("value", "LarderConfiguration.setValueCodecFactory");

    private final String noun;
    private final String codecSetting;

    Role(String noun, String codecSetting) {
        this.noun = noun;
        this.codecSetting = codecSetting;
    }

    /** The word for it in messages. */
    String noun() {
        return noun;
    }

    /** The ways to store a type that is not serializable. */
    String waysOut() {
        return "implement java.io.Serializable, give the cache a codec with " + codecSetting
                + ", or store by reference";
    }

    /** The setting that gives the cache a codec of the user. */
    String codecSetting() {
        return codecSetting;
    }
}
