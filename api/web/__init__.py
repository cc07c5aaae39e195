"""Pages for people: each module is one area, each route declares who may open it."""
