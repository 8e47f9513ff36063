//! The rules by themselves: events go into the pure step, and what each person is sent comes out.
//!
//! Start with [`desk::Desk`], the vocabulary; each other module shows one part of the rules. Nothing here waits, stores or
//! sends.

mod another;
mod braked;
mod choosing;
mod clocks;
mod closing;
mod covering;
mod desk;
mod group;
mod halves;
mod leaving;
mod limits;
mod pairing;
mod pick;
mod plans;
mod properties;
mod reflection;
mod reveal;
mod rituals;
mod safety;
mod schedule;
mod taps;
mod unreached;
mod words;
mod years;
