//! Files good and bad, each beside what must come of it.
