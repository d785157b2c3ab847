//! The macros. They name nothing but `__private`, and expand to data.

mod value;
