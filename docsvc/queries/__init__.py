"""What pages and programs read: frozen values from a reading session, within the actor's rights."""
