"""What people outside are told: the outbox and its emails."""
