package org.larder.provider.codec;

/**
 * The classes that stored bytes name: looked up in the class loader of the cache manager, without running their static
 * initializers, and only if the serial filter lets them pass.
 */
record StoredClasses(ClassLoader loader, SerialFilter filter) {

    /**
     * Finds a class.
     *
     * @throws FormException if there is none of this name, or the filter refuses it
     */
    Class<?> find(String name) {
        Class<?> found;
        try {
            found = Class.forName(name, false, loader);
        } catch (ClassNotFoundException e) {
            throw new FormException(
                    "class " + name + " is not visible to the class loader of the cache manager, " + loader, e);
        }
        String refusal = filter.refusalOf(found);
        if (refusal != null) {
            throw new FormException(refusal, null);
        }
        return found;
    }
}
