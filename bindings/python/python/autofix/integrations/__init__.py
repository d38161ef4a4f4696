"""Frameworks that AutoFix works in. Each module loads its framework only when it is imported itself."""
