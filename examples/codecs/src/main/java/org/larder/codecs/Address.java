package org.larder.codecs;

/** An object as an older library hands it out: it can be changed, and is neither a record nor serializable. */
public final class Address {

    private String street = "";
    private String town = "";

    /** Returns the street with the number. */
    public String getStreet() {
        return street;
    }

    /** Sets the street with the number. */
    public void setStreet(String street) {
        this.street = street;
    }

    /** Returns the town. */
    public String getTown() {
        return town;
    }

    /** Sets the town. */
    public void setTown(String town) {
        this.town = town;
    }
}
