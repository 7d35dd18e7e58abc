"""The national coordinator's desk: the administration's programmes and all its indicators, whatever their tier."""
