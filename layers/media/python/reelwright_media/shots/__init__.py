"""The moving parts of a shot: dioramas, cards, titles, sprites, specks, clips."""
