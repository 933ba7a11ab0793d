package org.larder.policies.xml;

import java.io.ByteArrayInputStream;
import java.io.StringReader;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import javax.xml.stream.Location;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;
import org.larder.policies.PolicyConfigurationException;

/**
 * Documents to trees of elements, by the JDK's parser. A document type is refused, and with it every entity but the five
 * of XML itself; nothing but the document is ever opened.
 */
final class XmlTree {

    private static final int MAX_DEPTH = 8;

    private final String document;
    private final XMLStreamReader reader;

    private XmlTree(String document, XMLStreamReader reader) {
        this.document = document;
        this.reader = reader;
    }

    /**
     * Reads a document in the encoding that it declares, or else UTF-8.
     *
     * @param document its name, for messages
     * @return the root
     * @throws PolicyConfigurationException if it is not well-formed, or has a document type
     */
    static XmlElement read(String document, byte[] bytes) {
        return read(document, factory -> factory.createXMLStreamReader(new ByteArrayInputStream(bytes)));
    }

    /** Reads a document that is decoded already, whatever encoding it declares. */
    static XmlElement read(String document, String text) {
        return read(document, factory -> factory.createXMLStreamReader(new StringReader(text)));
    }

    /** Opens a document. */
    private interface Opening {
        XMLStreamReader with(XMLInputFactory factory) throws XMLStreamException;
    }

    private static XmlElement read(String document, Opening opening) {
        try {
            XMLStreamReader reader = opening.with(factory());
            try {
                return new XmlTree(document, reader).root();
            } finally {
                reader.close();
            }
        } catch (XMLStreamException e) {
            throw new PolicyConfigurationException(
                    null,
                    "%s: no well-formed XML: %s; mend the document"
                            .formatted(place(document, e.getLocation()), e.getMessage()),
                    e);
        }
    }

    private static XMLInputFactory factory() {
        XMLInputFactory factory = XMLInputFactory.newDefaultFactory();
        factory.setProperty(XMLInputFactory.SUPPORT_DTD, false);
        factory.setProperty(XMLInputFactory.IS_SUPPORTING_EXTERNAL_ENTITIES, false);
        factory.setProperty(XMLInputFactory.IS_REPLACING_ENTITY_REFERENCES, false);
        factory.setXMLResolver((publicId, systemId, base, namespace) -> {
            throw new XMLStreamException("documents of policies refer to nothing outside, and this one to " + systemId);
        });
        return factory;
    }

    private XmlElement root() throws XMLStreamException {
        XmlElement root = null;
        while (reader.hasNext()) {
            if (next() == XMLStreamConstants.START_ELEMENT) {
                root = element(1);
            }
        }
        if (root == null) {
            throw new XMLStreamException("there is no element", reader.getLocation());
        }
        return root;
    }

    private XmlElement element(int depth) throws XMLStreamException {
        String name = reader.getName().toString();
        String place = place(document, reader.getLocation());
        if (depth > MAX_DEPTH) {
            throw new PolicyConfigurationException(
                    "%s, <%s>: elements are nested more than %d deep; no policy needs that"
                            .formatted(place, name, MAX_DEPTH));
        }
        Map<String, String> attributes = new LinkedHashMap<>();
        for (int i = 0; i < reader.getAttributeCount(); i++) {
            attributes.put(reader.getAttributeName(i).toString(), reader.getAttributeValue(i));
        }
        List<XmlElement> children = new ArrayList<>();
        StringBuilder text = new StringBuilder();
        for (int event = next(); event != XMLStreamConstants.END_ELEMENT; event = next()) {
            if (event == XMLStreamConstants.START_ELEMENT) {
                children.add(element(depth + 1));
            } else if (reader.isCharacters() || event == XMLStreamConstants.CDATA) {
                text.append(reader.getText());
            }
        }
        return new XmlElement(name, place, attributes, children, text.toString().strip());
    }

    private int next() throws XMLStreamException {
        int event = reader.next();
        if (event == XMLStreamConstants.DTD || event == XMLStreamConstants.ENTITY_REFERENCE) {
            throw new PolicyConfigurationException(
                    "%s: document types and entities are refused; write the document without them"
                            .formatted(place(document, reader.getLocation())));
        }
        return event;
    }

    private static String place(String document, Location location) {
        return location == null
                ? document
                : "%s:%d:%d".formatted(document, location.getLineNumber(), location.getColumnNumber());
    }
}
