//! Whole requests against databases, and the statements that requests become.
