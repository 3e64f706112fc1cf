"""What the tests of all rooms stand on: the database, the browser, the reader's shared samples."""
