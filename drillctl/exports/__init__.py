"""What goes out to people: one file per format, made from the plan and the files alone."""
