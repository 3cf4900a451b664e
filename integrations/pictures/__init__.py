"""Words of screenshots and scans, read on this machine in a limited process."""
