pub mod rest;
pub mod slots;
pub mod tick;
pub mod week;
