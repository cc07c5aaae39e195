"""Text messages: telephone numbers and the gateways that take what is said to them."""
