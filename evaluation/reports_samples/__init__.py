"""Sample reports of recruiting teams, printed as the service prints them."""
