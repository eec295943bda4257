"""Renders caption lines as clips: the spoken word highlighted, inside the platform's safe zone, blended onto planes."""
