"""Who may: permissions, predicates, the table, its SQL twin, and the guard on every view."""
