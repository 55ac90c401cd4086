"""Cases on the screen: the list, the case window and what leaves from them."""
