"""Letters that deputies, councils, the Front and the press send on."""
