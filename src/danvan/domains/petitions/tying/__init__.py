"""Letters and matters that belong together: joined, split, parted."""
