//! The same world twice.
