"""Cases sent from one register and brought into another, in one sealed file: a parcel."""
