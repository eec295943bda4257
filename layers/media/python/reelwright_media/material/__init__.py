"""Users' own pictures and clips: judged by content, decoded upright into sRGB or BT.709."""
