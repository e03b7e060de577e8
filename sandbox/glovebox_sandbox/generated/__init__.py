"""Files written by scripts; see each one."""
