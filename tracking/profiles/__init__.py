"""What our statements mean, published for other systems: the xAPI profile of customs learning."""
