"""With this file, ranks find the specs even if there is another package called spec."""
