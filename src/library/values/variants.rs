//! The variants of an enum as an array, from the list that `strum` derives: a new one cannot be forgotten.

/// All `N` variants, in the order in which they are written.
pub const fn array<T: Copy, const N: usize>(variants: &[T]) -> [T; N] {
    let mut all = [variants[0]; N];
    let mut at = 0;
    while at < N {
        all[at] = variants[at];
        at += 1;
    }
    all
}
