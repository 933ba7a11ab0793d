package org.larder.policies.xml;

import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.larder.policies.PolicyConfigurationException;

/**
 * An element of a document.
 *
 * @param name its name; in braces before it the namespace, if it is in one
 * @param place the document, the line and the column, for messages
 * @param attributes by name
 * @param children in the order of the document
 * @param text its text, without white space at both ends
 */
record XmlElement(String name, String place, Map<String, String> attributes, List<XmlElement> children, String text) {

    private static final int MAX_SHOWN = 100;

    /** An error that says where it is. */
    PolicyConfigurationException error(String message) {
        return new PolicyConfigurationException("%s, <%s>: %s".formatted(place, name, message));
    }

    /** Does something with what is written here; what is wrong with it is told with the place. */
    <T> T at(Supplier<T> work) {
        try {
            return work.get();
        } catch (PolicyConfigurationException e) {
            throw new PolicyConfigurationException(
                    e.errorName(), "%s, <%s>: %s".formatted(place, name, e.getMessage()), e);
        } catch (IllegalArgumentException e) {
            throw new PolicyConfigurationException(null, "%s, <%s>: %s".formatted(place, name, e.getMessage()), e);
        }
    }

    /** Refuses text beside children, and attributes and children other than these; each child but some at most once. */
    void requireOnly(Set<String> legalAttributes, Set<String> legalChildren, Set<String> repeatable) {
        for (String attribute : attributes.keySet()) {
            if (!legalAttributes.contains(attribute)) {
                throw error(
                        "there is no attribute '%s'; %s".formatted(attribute, legal("attributes", legalAttributes)));
            }
        }
        Set<String> seen = new HashSet<>();
        for (XmlElement child : children) {
            if (!legalChildren.contains(child.name)) {
                throw child.error("not known within <%s>; %s".formatted(name, legal("elements", legalChildren)));
            }
            if (!seen.add(child.name) && !repeatable.contains(child.name)) {
                throw child.error("stands twice within <%s>; leave one".formatted(name));
            }
        }
        if (!text.isEmpty() && !legalChildren.isEmpty()) {
            throw error("there is the text '%s' beside elements; it takes elements only".formatted(beginning(text)));
        }
    }

    private static String beginning(String text) {
        return text.length() <= MAX_SHOWN ? text : text.substring(0, MAX_SHOWN) + "…";
    }

    private static String legal(String what, Set<String> names) {
        return names.isEmpty()
                ? "there are no " + what + " here"
                : "legal %s are %s".formatted(what, String.join(", ", new TreeSet<>(names)));
    }

    /** The child of a name; null if there is none. */
    @Nullable
    XmlElement child(String childName) {
        for (XmlElement child : children) {
            if (child.name.equals(childName)) {
                return child;
            }
        }
        return null;
    }

    /** The child of a name, which has text and maybe attributes; null if there is none. */
    @Nullable
    XmlElement leaf(String childName, String... legalAttributes) {
        XmlElement child = child(childName);
        if (child != null) {
            child.requireOnly(Set.of(legalAttributes), Set.of(), Set.of());
        }
        return child;
    }

    /** The child of a name, which has nothing but text; null if there is none, or no text in it. */
    @Nullable
    XmlElement filledLeaf(String childName) {
        XmlElement child = leaf(childName);
        return child == null || child.text.isEmpty() ? null : child;
    }

    /** An attribute; null if it is not there or empty. */
    @Nullable
    String attribute(String attribute) {
        String value = attributes.getOrDefault(attribute, "").strip();
        return value.isEmpty() ? null : value;
    }

    /** An attribute that is {@code true} or {@code false}. */
    boolean flag(String attribute, boolean otherwise) {
        String value = attributes.get(attribute);
        return value == null ? otherwise : flag("attribute " + attribute, value);
    }

    /** The text, which is {@code true} or {@code false}. */
    boolean flag() {
        return flag("text", text);
    }

    private boolean flag(String what, String value) {
        return switch (value) {
            case "true" -> true;
            case "false" -> false;
            default -> throw error("%s '%s' is neither 'true' nor 'false'; write one of them".formatted(what, value));
        };
    }
}
