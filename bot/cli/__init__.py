"""The command line: arguments in, one clear line or JSON out; heavy imports wait."""
