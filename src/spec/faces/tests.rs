//! Rules, each by its own cases.
