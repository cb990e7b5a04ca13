"""The demo production: a film about a ferry, made through the services so that every page has something to show."""
