"""The city desk: where people of a city write, answer and sign. Its accounts never enter the admin."""
