"""The parts of markup: links, layout and what cannot be seen."""
