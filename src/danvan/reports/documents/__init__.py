"""Papers made of a report: PDF and XLSX, both from the frozen body when it is signed."""
