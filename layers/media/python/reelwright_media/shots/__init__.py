"""What moves in a shot: dioramas, cards, titles, sprites, specks, clips."""
