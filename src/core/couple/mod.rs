pub mod leave;
pub mod pair;
