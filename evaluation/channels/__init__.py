"""What the channels hold out: ingress, redelivery, failing peers, pace, first words."""
