"""People, participants and a crib card to try the console with. None of it works outside demonstration mode."""
